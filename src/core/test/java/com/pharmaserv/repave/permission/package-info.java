@NullMarked
package com.pharmaserv.repave.permission;

import org.jspecify.annotations.NullMarked;
