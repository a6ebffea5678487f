/** The database, its backups, and the end of a tenant's data. */
@NullMarked
package com.pharmaserv.repave.infra.data;

import org.jspecify.annotations.NullMarked;
