/** The append-only, hash-chained journal, and the file-backed lease and inbox that go with it. */
@NullMarked
package com.pharmaserv.repave.journal;

import org.jspecify.annotations.NullMarked;
