/** Images of the local cloud: a content-addressed store and the bake that fills it. */
@NullMarked
package com.pharmaserv.repave.local.image;

import org.jspecify.annotations.NullMarked;
