/**
 * What an image is made of, for other people's tools: CycloneDX and SPDX. Made from the lock alone,
 * so that the same lock and disk give the same bytes. Licences are not claimed, since a lock does
 * not know them.
 */
@NullMarked
package com.pharmaserv.repave.debian.sbom;

import org.jspecify.annotations.NullMarked;
