/** What an image is made of, to the byte: packages by version and SHA-256, and where from. */
@NullMarked
package com.pharmaserv.repave.debian.lock;

import org.jspecify.annotations.NullMarked;
