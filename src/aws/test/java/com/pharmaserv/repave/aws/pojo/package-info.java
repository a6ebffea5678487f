/** Tests of the package of the same name. */
@NullMarked
package com.pharmaserv.repave.aws.pojo;

import org.jspecify.annotations.NullMarked;
