@NullMarked
package com.pharmaserv.repave.aws.policy;

import org.jspecify.annotations.NullMarked;
