/** What the tool and the cloud say to each other, as JSON. */
@NullMarked
package com.pharmaserv.repave.local.wire;

import org.jspecify.annotations.NullMarked;
