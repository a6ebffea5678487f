/** Sentences from reasons: for people who read journals, screens and reports. */
@NullMarked
package com.pharmaserv.repave.wording;

import org.jspecify.annotations.NullMarked;
