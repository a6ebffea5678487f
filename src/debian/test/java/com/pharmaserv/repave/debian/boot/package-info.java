@NullMarked
package com.pharmaserv.repave.debian.boot;

import org.jspecify.annotations.NullMarked;
