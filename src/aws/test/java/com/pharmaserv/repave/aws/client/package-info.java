/** Tests of the package of the same name. */
@NullMarked
package com.pharmaserv.repave.aws.client;

import org.jspecify.annotations.NullMarked;
