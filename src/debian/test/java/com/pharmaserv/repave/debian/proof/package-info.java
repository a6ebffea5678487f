@NullMarked
package com.pharmaserv.repave.debian.proof;

import org.jspecify.annotations.NullMarked;
