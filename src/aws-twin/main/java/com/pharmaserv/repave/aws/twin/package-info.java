/**
 * The project's own double of AWS: a stateful model with AWS's documented rules, virtual time and
 * seeded faults that answers real SDK clients in the same process, without a socket.
 *
 * <p>It judges the provider in {@code com.pharmaserv.repave.aws}, because no emulator has the rules
 * that decide a blue-green swap: machines that are pending, targets that drain, names that are
 * taken, zones without capacity.
 */
@NullMarked
package com.pharmaserv.repave.aws.twin;

import org.jspecify.annotations.NullMarked;
