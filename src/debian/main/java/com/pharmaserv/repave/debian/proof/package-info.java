/**
 * Who made a disk of what: statements of in-toto with SLSA's provenance, in DSSE envelopes, and how
 * many independent builders must have signed the same.
 *
 * <p>Envelopes come from anywhere and are not believed: nothing of a payload is read before a key
 * that is trusted has signed it, and the key alone decides by which algorithm.
 */
@NullMarked
package com.pharmaserv.repave.debian.proof;

import org.jspecify.annotations.NullMarked;
