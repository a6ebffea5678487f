/** The network of a region, closed unless opened. */
@NullMarked
package com.pharmaserv.repave.infra.network;

import org.jspecify.annotations.NullMarked;
