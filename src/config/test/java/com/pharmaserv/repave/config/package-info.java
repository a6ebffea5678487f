@NullMarked
package com.pharmaserv.repave.config;

import org.jspecify.annotations.NullMarked;
