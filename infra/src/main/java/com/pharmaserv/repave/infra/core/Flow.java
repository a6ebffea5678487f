package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.sfn.StateMachine;
import com.pulumi.aws.sfn.StateMachineArgs;
import com.pulumi.aws.sfn.inputs.StateMachineLoggingConfigurationArgs;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A short course of calls to AWS that AWS itself carries out: a state machine with its role. */
public final class Flow extends Part {
  /**
   * The one rule that a flow may make, by which Step Functions hears of the ends of builds (Step
   * Functions developer guide, "Manage AWS CodeBuild builds").
   */
  public static final String BUILD_RULE = "StepFunctionsGetEventForCodeBuildStartBuildRule";

  private final StateMachine machine;

  /**
   * @param definition in the Amazon States Language
   * @param rights what its calls need
   */
  public Flow(
      String name, Part parent, Output<String> definition, List<Statement> rights, Key logsKey) {
    super("Flow", name, parent);
    // Step Functions only writes to groups whose name begins like this without being asked to.
    LogGroup group =
        Logs.group(this, "logs", "/aws/vendedlogs/states/" + scope().called(name), logsKey);
    List<Statement> all = new ArrayList<>(rights);
    all.add(
        Statement.allow(
                "Logs",
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery")
            .on("*"));
    Role role = new Role(name, this, Policy.trust(scope(), "states.amazonaws.com"), all);
    machine =
        new StateMachine(
            named("machine"),
            StateMachineArgs.builder()
                .name(scope().called(name))
                .definition(definition)
                .roleArn(role.arn())
                .loggingConfiguration(
                    StateMachineLoggingConfigurationArgs.builder()
                        .level("ALL")
                        .includeExecutionData(true)
                        .logDestination(group.arn().applyValue(arn -> arn + ":*"))
                        .build())
                .build(),
            own());
    registerOutputs(Map.of("machine", machine.arn()));
  }

  public Output<String> arn() {
    return machine.arn();
  }

  /** A step that calls AWS. */
  public static Map<String, Object> call(String action, Object arguments, String next) {
    return task("aws-sdk:" + action, arguments, next);
  }

  /** A step that builds something with CodeBuild and waits for its end. */
  public static Map<String, Object> build(Object arguments, String next) {
    return task("codebuild:startBuild.sync", arguments, next);
  }

  private static Map<String, Object> task(String what, Object arguments, String next) {
    Map<String, Object> step =
        Json.map("Type", "Task", "Resource", "arn:aws:states:::" + what, "Arguments", arguments);
    if (next.isEmpty()) {
      step.put("End", true);
    } else {
      step.put("Next", next);
    }
    return step;
  }
}
