package com.pharmaserv.repave.infra.guard;

import com.pharmaserv.repave.infra.core.Flow;
import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.SecurityGroups;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.network.Network;
import com.pharmaserv.repave.infra.repave.Alerts;
import com.pharmaserv.repave.permission.MachineAttributes;
import com.pharmaserv.repave.permission.Marks;
import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/**
 * The reaction to a machine that GuardDuty finds suspicious: cut off first, then taken out of its
 * fleet, which replaces it, then kept for forensics. People are told in every case.
 */
public final class Quarantine extends Part {
  /** GuardDuty's "high" begins here. */
  private static final int SEVERITY_MIN = 7;

  private static final String SUSPICIOUS =
      "{\"source\":[\"aws.guardduty\"],\"detail-type\":[\"GuardDuty Finding\"],\"detail\":"
          + "{\"severity\":[{\"numeric\":[\">=\","
          + SEVERITY_MIN
          + "]}],\"resource\":{\"resourceType\":[\"Instance\"]}}}";

  private static final String FOUND =
      "{% $states.input.detail.resource.instanceDetails.instanceId %}";

  /** The one tag that the reaction may set: others grant rights. */
  private static final String MARK = Marks.QUARANTINE;

  private static final String OURS = "aws:ResourceTag/environment";
  private static final String ATTRIBUTE = "ec2:Attribute";

  private final SecurityGroup cell;

  public Quarantine(Network network, Alerts alerts, Key logsKey) {
    super("Quarantine", "quarantine", network.scope());
    cell =
        SecurityGroups.closed(this, "cell", network.vpc(), "Quarantine: nothing in, nothing out");
    Flow flow =
        new Flow("quarantine", this, course(cell, alerts), rights(cell, alerts, logsKey), logsKey);
    Role caller =
        new Role(
            "quarantine-caller",
            this,
            Policy.trust(scope(), "events.amazonaws.com"),
            List.of(Statement.allow("Start", "states:StartExecution").on(flow.arn())));
    EventRule rule =
        new EventRule(
            named("suspicious"),
            EventRuleArgs.builder()
                .description("GuardDuty finds a machine suspicious")
                .eventPattern(SUSPICIOUS)
                .build(),
            own());
    new EventTarget(
        named("start"),
        EventTargetArgs.builder().rule(rule.name()).arn(flow.arn()).roleArn(caller.arn()).build(),
        own());
    registerOutputs(Map.of("cell", cell.id()));
  }

  /** The id of the security group without any rule. */
  public Output<String> cell() {
    return cell.id();
  }

  /** Cutting off needs nothing but the machine's id; whatever fails, people are told. */
  private static Output<String> course(SecurityGroup cell, Alerts alerts) {
    Map<String, Object> cutOff =
        Flow.call(
            "ec2:modifyInstanceAttribute",
            Json.map("InstanceId", FOUND, "Groups", List.of(cell.id())),
            "Find");
    cutOff.put(
        "Assign",
        Json.map(
            "machine", FOUND, "finding", "{% $states.input.detail.id %}", "group", "{% '' %}"));
    Map<String, Object> find =
        Flow.call(
            "ec2:describeInstances", Json.map("InstanceIds", List.of("{% $machine %}")), "TakeOut");
    // Machines that are in no group, such as builders, have no such tag.
    find.put(
        "Assign",
        Json.map(
            "group",
            "{% ($name := $states.result.Reservations[0].Instances[0]"
                + ".Tags[Key = 'aws:autoscaling:groupName'].Value;"
                + " $exists($name) ? $name : '') %}"));
    Map<String, Object> takeOut =
        Flow.call(
            "autoscaling:detachInstances",
            Json.map(
                "AutoScalingGroupName",
                "{% $group %}",
                "InstanceIds",
                List.of("{% $machine %}"),
                "ShouldDecrementDesiredCapacity",
                false),
            "Mark");
    return Json.of(
        Json.map(
            "QueryLanguage",
            "JSONata",
            "StartAt",
            "CutOff",
            "States",
            Json.map(
                "CutOff",
                orElse(cutOff, "TellFailure"),
                "Find",
                orElse(find, "Mark"),
                "TakeOut",
                orElse(takeOut, "Mark"),
                "Mark",
                orElse(mark(), "Keep"),
                "Keep",
                orElse(keep(), "Tell"),
                "Tell",
                tell(
                    alerts,
                    "A machine is in quarantine",
                    "{% $machine & ' of group ' & $group & ', finding ' & $finding %}"),
                "TellFailure",
                tell(
                    alerts,
                    "A suspicious machine could not be cut off",
                    "{% 'Cut it off by hand: ' & $string($states.input) %}"))));
  }

  /** Goes on elsewhere where a step fails, for whatever reason. */
  private static Map<String, Object> orElse(Map<String, Object> step, String next) {
    Map<String, Object> instead = Json.map("ErrorEquals", List.of("States.ALL"), "Next", next);
    if (next.equals("TellFailure")) {
      instead.put("Output", FOUND);
    }
    step.put("Catch", List.of(instead));
    return step;
  }

  private static Map<String, Object> mark() {
    return Flow.call(
        "ec2:createTags",
        Json.map(
            "Resources",
            List.of("{% $machine %}"),
            "Tags",
            List.of(Json.map("Key", MARK, "Value", "{% $finding %}"))),
        "Keep");
  }

  private static Map<String, Object> keep() {
    return Flow.call(
        "ec2:createSnapshots",
        Json.map(
            "InstanceSpecification",
            Json.map("InstanceId", "{% $machine %}"),
            "Description",
            "{% 'Evidence for finding ' & $finding %}"),
        "Tell");
  }

  private static Map<String, Object> tell(Alerts alerts, String subject, String message) {
    return Flow.call(
        "sns:publish",
        Json.map("TopicArn", alerts.topic(), "Subject", subject, "Message", message),
        "");
  }

  private List<Statement> rights(SecurityGroup cell, Alerts alerts, Key logsKey) {
    String name = scope().environment().name();
    return List.of(
        // Describe actions cannot be limited to resources.
        Statement.allow("Find", "ec2:DescribeInstances").on("*"),
        cutOff(),
        Statement.allow("Mark", "ec2:CreateTags")
            .on(scope().arn("ec2", "instance/*"))
            .when("StringEquals", OURS, name)
            .when("ForAllValues:StringEquals", "aws:TagKeys", MARK),
        Statement.allow("Cell", "ec2:ModifyInstanceAttribute")
            .on(cell.id().applyValue(id -> scope().arn("ec2", "security-group/" + id))),
        Statement.allow("TakeOut", "autoscaling:DetachInstances")
            .on(
                scope()
                    .arn(
                        "autoscaling",
                        "autoScalingGroup:*:autoScalingGroupName/" + scope().called("*"))),
        Statement.allow("Keep", "ec2:CreateSnapshots")
            .on(scope().arn("ec2", "instance/*"))
            .on(scope().arn("ec2", "volume/*"))
            .on("arn:aws:ec2:" + scope().region() + "::snapshot/*"),
        Statement.allow("Tell", "sns:Publish").on(alerts.topic()),
        Statement.allow("Encrypt", "kms:Decrypt", "kms:GenerateDataKey").on(logsKey.arn()));
  }

  /**
   * Of a machine, the groups that it is in. They are a list, for which EC2 promises no name of the
   * attribute in a request (EC2 user guide, "ec2:Attribute condition key"): it may be missing, but
   * not be another one.
   */
  private Statement cutOff() {
    Statement statement =
        Statement.allow("CutOff", "ec2:ModifyInstanceAttribute")
            .on(scope().arn("ec2", "instance/*"))
            .when("StringEquals", OURS, scope().environment().name())
            .when("StringEqualsIgnoreCaseIfExists", ATTRIBUTE, "GroupId", "Groups", "GroupSet");
    for (String other : MachineAttributes.SINGLE) {
      statement = statement.when("Null", ATTRIBUTE + "/" + other, "true");
    }
    return statement;
  }
}
