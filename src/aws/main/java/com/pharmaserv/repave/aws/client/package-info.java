/** The SDK's clients of one account and region, and how their failures become kinds. */
@NullMarked
package com.pharmaserv.repave.aws.client;

import org.jspecify.annotations.NullMarked;
