/** What is kept of an image on paper: what is in it, what it was seen to do, and who says so. */
@NullMarked
package com.pharmaserv.repave.debian.paper;

import org.jspecify.annotations.NullMarked;
