/** From a recipe and its lock to a disk: in a workshop that is locked as well, step by step. */
@NullMarked
package com.pharmaserv.repave.debian.build;

import org.jspecify.annotations.NullMarked;
