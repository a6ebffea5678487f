package com.pharmaserv.repave.infra.diagram;

import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws what is next to the network. */
final class Cards {
  static final String VAULT = "Backup vault";

  private final Region region;
  private final Map<String, String> cards = new LinkedHashMap<>();

  private Cards(Region region) {
    this.region = region;
  }

  /** Draws them from the right column to the left and tells where each one is, by its name. */
  static Map<String, Box> draw(Svg svg, Region region, Grid grid, boolean paired) {
    Map<String, Box> places = new LinkedHashMap<>();
    Box row = grid.row("beside");
    svg.text("name", 12, row.x(), row.y() - 7, row.width(), "Beside the network");
    Cards cards = new Cards(region);
    cards.protection();
    cards.evidence();
    cards.work();
    int width = paired ? row.width() : grid.column();
    int index = 0;
    for (Map.Entry<String, String> card : cards.cards.entrySet()) {
      int x = paired ? row.x() : grid.x(Math.max(0, grid.columns() - 1 - index / Grid.CARDS));
      Box box = new Box(x, row.y() + index % Grid.CARDS * (Grid.CARD + Grid.PAD), width, Grid.CARD);
      index++;
      if (!card.getValue().isEmpty()) {
        places.put(card.getKey(), box);
        svg.box("thing", box);
        svg.text("name", 12, box.x() + 10, box.y() + 19, width - 20, card.getKey());
        svg.text("small", 11, box.x() + 10, box.y() + 36, width - 20, card.getValue());
      }
    }
    return places;
  }

  /** What both regions have, side by side. */
  private void protection() {
    cards.put("Keys", count("kms/key:Key", "keys of our own"));
    cards.put(
        VAULT,
        first(
            "backup/vaultLockConfiguration:VaultLockConfiguration",
            "locked for ",
            "minRetentionDays",
            " days"));
    cards.put(
        "Detection",
        named(
            "guardduty/detector:Detector",
            "GuardDuty",
            "securityhub/account:Account",
            "Security Hub"));
    cards.put(
        "Drift and flaws",
        named("cfg/recorder:Recorder", "Config", "inspector2/enabler:Enabler", "Inspector"));
    cards.put("Logs", count("cloudwatch/logGroup:LogGroup", "log groups"));
  }

  private void evidence() {
    cards.put("Journal", first("dynamodb/table:Table", "table ", "name", ""));
    List<String> locks = new ArrayList<>();
    for (ResourceView lock :
        region.all("s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2")) {
      String bucket = lock.name().replaceFirst(".*-(\\w+)-lock$", "$1");
      locks.add(bucket + " " + (int) lock.number("rule.defaultRetention.days"));
    }
    cards.put("Locked buckets", locks.isEmpty() ? "" : String.join(", ", locks) + " days");
    cards.put(
        "Trail",
        region
            .first("cloudtrail/trail:Trail")
            .map(trail -> trail.flag("isMultiRegionTrail") ? "of all regions" : "of one region")
            .orElse(""));
    cards.put(
        "Restore tests",
        first("backup/restoreTestingPlan:RestoreTestingPlan", "", "scheduleExpression", ""));
    cards.put(
        "Log stream",
        named("kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "Firehose, to the archive"));
  }

  private void work() {
    List<ResourceView> nightly =
        region.all("scheduler/schedule:Schedule").stream()
            .filter(schedule -> schedule.name().endsWith("-rotation-nightly"))
            .toList();
    cards.put(
        "Rotation runner",
        nightly.isEmpty()
            ? ""
            : (nightly.get(0).text("target.arn").contains("codebuild") ? "CodeBuild, " : "waves, ")
                + nightly.get(0).text("scheduleExpression"));
    cards.put("Hand-over", count("ssm/parameter:Parameter", "documents, written last"));
    boolean quarantine =
        region.all("sfn/stateMachine:StateMachine").stream()
            .anyMatch(machine -> machine.text("name").endsWith("quarantine"));
    cards.put("Quarantine runner", quarantine ? "a state machine" : "");
    cards.put(
        "Alarms",
        counted(
            region.all("cloudwatch/metricAlarm:MetricAlarm").stream()
                .filter(alarm -> alarm.urn().contains("FleetAlarms"))
                .toList(),
            "that stop a rollout"));
    cards.put(
        "Deliveries",
        named("iam/openIdConnectProvider:OpenIdConnectProvider", "CI, without a key"));
  }

  /** The names of those types that the region has. */
  private String named(String... typesAndNames) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < typesAndNames.length; i += 2) {
      if (!region.all(typesAndNames[i]).isEmpty()) {
        names.add(typesAndNames[i + 1]);
      }
    }
    return String.join(" · ", names);
  }

  private String count(String type, String what) {
    return counted(region.all(type), what);
  }

  private static String counted(List<ResourceView> views, String what) {
    return views.isEmpty() ? "" : views.size() + " " + what;
  }

  private String first(String type, String before, String input, String after) {
    return region
        .first(type)
        .map(view -> before + plain(view.at(input).orElse("")) + after)
        .orElse("");
  }

  private static String plain(Object value) {
    return value instanceof Double number ? String.valueOf(number.intValue()) : value.toString();
  }
}
