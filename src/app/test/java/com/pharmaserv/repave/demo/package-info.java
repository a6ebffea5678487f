/** Tests of the demonstration's measuring instruments. */
@NullMarked
package com.pharmaserv.repave.demo;

import org.jspecify.annotations.NullMarked;
