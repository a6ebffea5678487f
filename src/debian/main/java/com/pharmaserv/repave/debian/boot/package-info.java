/** Starts a finished disk as a machine, before anything runs on it, and asks what it can do. */
@NullMarked
package com.pharmaserv.repave.debian.boot;

import org.jspecify.annotations.NullMarked;
