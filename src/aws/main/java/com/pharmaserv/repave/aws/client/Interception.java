package com.pharmaserv.repave.aws.client;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Stands in the way of every call of one service: account first, then the pace, then the log; and
 * reads AWS's clock from its answer. The SDK's own clocks for a call begin after {@code
 * beforeExecution}.
 */
record Interception(
    String service, String region, Runnable guard, Pace pace, Skew skew, Optional<CallLog> log)
    implements ExecutionInterceptor {
  private static final ExecutionAttribute<Instant> SENT = new ExecutionAttribute<>("RepaveSent");

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    guard.run();
    pace.take(region, service, operation(attributes));
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    attributes.putAttribute(SENT, skew.now());
    log.ifPresent(l -> l.sent(new CallLog.Operation(service, operation(attributes))));
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    Instant sent = attributes.getAttribute(SENT);
    context
        .httpResponse()
        .firstMatchingHeader("Date")
        .filter(date -> sent != null)
        .ifPresent(date -> skew.heard(sent, date));
  }

  private static String operation(ExecutionAttributes attributes) {
    return String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }
}
