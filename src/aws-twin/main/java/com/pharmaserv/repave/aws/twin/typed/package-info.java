/**
 * Lets a service of the double be written with the SDK's own request and response classes: their
 * field descriptors say how each field is called on the wire, so nothing can be left out.
 */
@NullMarked
package com.pharmaserv.repave.aws.twin.typed;

import org.jspecify.annotations.NullMarked;
