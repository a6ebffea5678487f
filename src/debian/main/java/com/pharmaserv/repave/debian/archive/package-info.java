/** Debian's archives: their signed states, what apt resolves on them, and a store of packages. */
@NullMarked
package com.pharmaserv.repave.debian.archive;

import org.jspecify.annotations.NullMarked;
