/** The aws provider: fleets are Auto Scaling groups behind two permanent target groups. */
@NullMarked
package com.pharmaserv.repave.aws;

import org.jspecify.annotations.NullMarked;
