/** Auto Scaling: groups that launch and end machines by themselves, in virtual time. */
@NullMarked
package com.pharmaserv.repave.aws.twin.scaling;

import org.jspecify.annotations.NullMarked;
