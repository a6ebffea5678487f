package com.pharmaserv.repave.aws.twin;

/**
 * A documented request rate.
 *
 * @param name calls of the same region and name share it
 * @param burst tokens when full
 * @param perSecond tokens that come back
 */
public record Bucket(String name, double burst, double perSecond) {}
