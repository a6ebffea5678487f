@NullMarked
package com.pharmaserv.repave.debian.advisory;

import org.jspecify.annotations.NullMarked;
