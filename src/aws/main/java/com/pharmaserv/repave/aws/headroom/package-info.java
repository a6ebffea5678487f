/** Whether a second generation can be afforded on AWS: quotas, addresses, machines, money. */
@NullMarked
package com.pharmaserv.repave.aws.headroom;

import org.jspecify.annotations.NullMarked;
