package com.pharmaserv.repave.infra.judges.access;

import java.util.List;

/**
 * Somebody who asks.
 *
 * @param identity names of the documents that say what they may
 * @param boundary names of the documents that say what they may at most
 */
record Principal(String arn, List<String> identity, List<String> boundary) {}
