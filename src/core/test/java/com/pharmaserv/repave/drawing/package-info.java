/** The arrows that rollouts take, and the drawing of them in the architecture page. */
@NullMarked
package com.pharmaserv.repave.drawing;

import org.jspecify.annotations.NullMarked;
