package com.pharmaserv.repave.aws.client;

import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Stands in the way of every call of one service: account first, then the pace, then the log. The
 * SDK's own clocks for a call begin after {@code beforeExecution}.
 */
record Interception(String service, String region, Runnable guard, Pace pace, Optional<CallLog> log)
    implements ExecutionInterceptor {
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    guard.run();
    pace.take(region, service, operation(attributes));
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    log.ifPresent(l -> l.sent(new CallLog.Operation(service, operation(attributes))));
  }

  private static String operation(ExecutionAttributes attributes) {
    return String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }
}
