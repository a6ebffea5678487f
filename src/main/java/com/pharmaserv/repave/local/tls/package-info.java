/** The local certificate authority, what it issues, and calls over TLS that trust only it. */
@NullMarked
package com.pharmaserv.repave.local.tls;

import org.jspecify.annotations.NullMarked;
