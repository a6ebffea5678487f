/** Service Quotas in the double. */
@NullMarked
package com.pharmaserv.repave.aws.twin.quotas;

import org.jspecify.annotations.NullMarked;
