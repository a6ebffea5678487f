/** How AWS's protocols look on the wire: the query protocol, EC2's dialect of it, and JSON. */
@NullMarked
package com.pharmaserv.repave.aws.twin.wire;

import org.jspecify.annotations.NullMarked;
