/** Reads environments and recipes into the model; collects every problem, then fails once. */
@NullMarked
package com.pharmaserv.repave.config;

import org.jspecify.annotations.NullMarked;
