/** The journal's format and chain. */
@NullMarked
package com.pharmaserv.repave.journal;

import org.jspecify.annotations.NullMarked;
