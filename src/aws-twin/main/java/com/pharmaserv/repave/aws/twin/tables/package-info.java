/** DynamoDB, as far as the journal, the leases and their like use it. */
@NullMarked
package com.pharmaserv.repave.aws.twin.tables;

import org.jspecify.annotations.NullMarked;
