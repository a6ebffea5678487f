@NullMarked
package com.pharmaserv.repave.aws.headroom;

import org.jspecify.annotations.NullMarked;
