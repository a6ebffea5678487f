@NullMarked
package com.pharmaserv.repave.price;

import org.jspecify.annotations.NullMarked;
