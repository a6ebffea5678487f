/** A stack's resources in one neutral form, whatever they are read from. */
@NullMarked
package com.pharmaserv.repave.infra.view;

import org.jspecify.annotations.NullMarked;
