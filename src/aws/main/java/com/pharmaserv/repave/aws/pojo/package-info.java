/** The SDK's own data types, handled by their field descriptions instead of one by one. */
@NullMarked
package com.pharmaserv.repave.aws.pojo;

import org.jspecify.annotations.NullMarked;
