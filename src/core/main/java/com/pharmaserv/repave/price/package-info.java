/** List prices of machines, for whoever estimates what they cost. */
@NullMarked
package com.pharmaserv.repave.price;

import org.jspecify.annotations.NullMarked;
