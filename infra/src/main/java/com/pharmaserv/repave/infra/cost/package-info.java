/** What a stack costs in a month at list prices, and what of it depends on use. */
@NullMarked
package com.pharmaserv.repave.infra.cost;

import org.jspecify.annotations.NullMarked;
