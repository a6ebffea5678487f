/** KMS in the double. */
@NullMarked
package com.pharmaserv.repave.aws.twin.keys;

import org.jspecify.annotations.NullMarked;
