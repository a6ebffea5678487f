/** EC2 in the double: launch templates, machines, images, snapshots, the network, capacity. */
@NullMarked
package com.pharmaserv.repave.aws.twin.compute;

import org.jspecify.annotations.NullMarked;
