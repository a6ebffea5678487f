/** CloudWatch: what the load balancers counted, and alarms. */
@NullMarked
package com.pharmaserv.repave.aws.twin.watch;

import org.jspecify.annotations.NullMarked;
