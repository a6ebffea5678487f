/**
 * Which advisories a change of a lock fixes or brings back, and which of a lock are open.
 *
 * <p>What was fixed stands in the changelogs inside the packages, so that it is known offline, for
 * every package and by those who made the fix; how bad that was and what is still open is told by
 * feeds, each optional and each with its age. Nothing here asks the network: bytes come from the
 * caller, and whoever made them is not trusted, so everything that is read has a bound.
 */
@NullMarked
package com.pharmaserv.repave.debian.advisory;

import org.jspecify.annotations.NullMarked;
