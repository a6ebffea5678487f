/** What must be true of a finished tree before it may become a disk. */
@NullMarked
package com.pharmaserv.repave.debian.check;

import org.jspecify.annotations.NullMarked;
