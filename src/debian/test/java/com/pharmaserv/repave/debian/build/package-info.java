@NullMarked
package com.pharmaserv.repave.debian.build;

import org.jspecify.annotations.NullMarked;
