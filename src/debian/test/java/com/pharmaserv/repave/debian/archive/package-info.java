@NullMarked
package com.pharmaserv.repave.debian.archive;

import org.jspecify.annotations.NullMarked;
