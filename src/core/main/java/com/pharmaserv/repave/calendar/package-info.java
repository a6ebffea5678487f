/**
 * When something may begin: windows that open by the clock of a place, and days on which none does.
 */
@NullMarked
package com.pharmaserv.repave.calendar;

import org.jspecify.annotations.NullMarked;
