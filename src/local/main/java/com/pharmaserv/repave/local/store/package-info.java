/** Where the local cloud keeps things: paths, durable files, JSON, locks. */
@NullMarked
package com.pharmaserv.repave.local.store;

import org.jspecify.annotations.NullMarked;
