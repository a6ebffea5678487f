/** The local certificate authority, what it issues, and TLS settings that trust only it. */
@NullMarked
package com.pharmaserv.repave.local.tls;

import org.jspecify.annotations.NullMarked;
