package com.pharmaserv.repave.aws.twin;

import java.net.URI;

/**
 * What the infrastructure built for one fleet.
 *
 * @param listenerArn of the HTTPS listener
 * @param productionRule created with blue 100 and green 0
 * @param testRule created with blue 0 and green 100
 * @param probe reaches the test rule
 * @param skeleton the id of the launch template without an image; version 1 is handed over
 * @param parameter the name of the hand-over document in Parameter Store
 */
public record TwinFleet(
    String name,
    String balancerArn,
    String listenerArn,
    String productionRule,
    String testRule,
    String blue,
    String green,
    URI probe,
    String skeleton,
    String parameter) {}
