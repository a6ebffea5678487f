/**
 * Where each file of a tree goes on the disk, so that versions of an image differ in few blocks.
 */
@NullMarked
package com.pharmaserv.repave.debian.layout;

import org.jspecify.annotations.NullMarked;
