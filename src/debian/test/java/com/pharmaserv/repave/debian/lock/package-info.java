@NullMarked
package com.pharmaserv.repave.debian.lock;

import org.jspecify.annotations.NullMarked;
