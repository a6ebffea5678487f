/** How AWS's protocols look on the wire: the query protocol, EC2's dialect of it, JSON and CBOR. */
@NullMarked
package com.pharmaserv.repave.aws.twin.wire;

import org.jspecify.annotations.NullMarked;
