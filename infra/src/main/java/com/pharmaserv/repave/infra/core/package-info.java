/** What every component is built with: its region, its names, policies, keys and buckets. */
@NullMarked
package com.pharmaserv.repave.infra.core;

import org.jspecify.annotations.NullMarked;
