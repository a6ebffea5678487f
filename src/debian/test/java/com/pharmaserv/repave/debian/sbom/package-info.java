@NullMarked
package com.pharmaserv.repave.debian.sbom;

import org.jspecify.annotations.NullMarked;
