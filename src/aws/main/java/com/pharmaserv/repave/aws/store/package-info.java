/** Journals, leases, signals, fences and locks of an environment, all in one DynamoDB table. */
@NullMarked
package com.pharmaserv.repave.aws.store;

import org.jspecify.annotations.NullMarked;
