@NullMarked
package com.pharmaserv.repave.debian.paper;

import org.jspecify.annotations.NullMarked;
