/** The only loop: observe, decide, record, act, record, sleep until. */
@NullMarked
package com.pharmaserv.repave.engine;

import org.jspecify.annotations.NullMarked;
