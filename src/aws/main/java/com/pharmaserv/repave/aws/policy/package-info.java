/** The least-privilege policy of the role that this tool acts as. */
@NullMarked
package com.pharmaserv.repave.aws.policy;

import org.jspecify.annotations.NullMarked;
