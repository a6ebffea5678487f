/** EBS direct in the double: snapshots that are written and read block by block. */
@NullMarked
package com.pharmaserv.repave.aws.twin.direct;

import org.jspecify.annotations.NullMarked;
