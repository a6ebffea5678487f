/** Tests of the rules and their facts. */
@NullMarked
package com.pharmaserv.repave.infra.policy;

import org.jspecify.annotations.NullMarked;
