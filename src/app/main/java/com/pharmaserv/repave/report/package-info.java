/** What people read: progress, transcripts, plans, HTML. */
@NullMarked
package com.pharmaserv.repave.report;

import org.jspecify.annotations.NullMarked;
