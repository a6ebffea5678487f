/** What gates read on AWS: CloudWatch's metrics and alarms, and the test entry. */
@NullMarked
package com.pharmaserv.repave.aws.gauge;

import org.jspecify.annotations.NullMarked;
