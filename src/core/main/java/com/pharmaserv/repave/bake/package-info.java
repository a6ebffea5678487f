/** What every provider's bake shares: the recipe's files, and the digest of all that goes in. */
@NullMarked
package com.pharmaserv.repave.bake;

import org.jspecify.annotations.NullMarked;
