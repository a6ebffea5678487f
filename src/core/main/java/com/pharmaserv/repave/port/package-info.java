/** Interfaces to the world, narrow and named for effects. Implemented by the providers. */
@NullMarked
package com.pharmaserv.repave.port;

import org.jspecify.annotations.NullMarked;
