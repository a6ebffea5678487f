@NullMarked
package com.pharmaserv.repave.debian.check;

import org.jspecify.annotations.NullMarked;
