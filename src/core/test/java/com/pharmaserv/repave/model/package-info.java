/** What values refuse to be. */
@NullMarked
package com.pharmaserv.repave.model;

import org.jspecify.annotations.NullMarked;
