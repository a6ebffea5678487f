package com.pharmaserv.repave.aws.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.wire.Params;
import java.time.Instant;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What an operation is asked.
 *
 * @param params of a query; empty in services that are asked in trees
 * @param json the tree of such a service, whether it came as JSON or CBOR, or as path, query,
 *     headers and JSON; empty in queries
 * @param body as it came
 * @param asOf the instant a read answers for: now, or a little ago if the read is stale
 */
public record Request(
    TwinRegion region,
    String operation,
    Params params,
    ObjectNode json,
    SdkBytes body,
    Instant asOf) {
  /** Virtual time of the effect. */
  public Instant now() {
    return region.clock().now();
  }
}
