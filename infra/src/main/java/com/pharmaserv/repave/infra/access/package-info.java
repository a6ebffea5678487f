/** Who may do what; nobody by password. */
@NullMarked
package com.pharmaserv.repave.infra.access;

import org.jspecify.annotations.NullMarked;
