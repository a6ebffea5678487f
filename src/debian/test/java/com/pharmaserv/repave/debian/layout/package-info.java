@NullMarked
package com.pharmaserv.repave.debian.layout;

import org.jspecify.annotations.NullMarked;
