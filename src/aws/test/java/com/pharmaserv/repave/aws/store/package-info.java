/** The ports' contracts on a table of the AWS double and, in *IT, of moto. */
@NullMarked
package com.pharmaserv.repave.aws.store;

import org.jspecify.annotations.NullMarked;
