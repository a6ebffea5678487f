/**
 * Images on AWS: Amazon Machine Images that carry their digest as a tag, and the bake that makes
 * them on a builder machine nobody can log in to.
 */
@NullMarked
package com.pharmaserv.repave.aws.image;

import org.jspecify.annotations.NullMarked;
