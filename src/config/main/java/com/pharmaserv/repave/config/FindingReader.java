package com.pharmaserv.repave.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.model.SecurityFinding.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads findings as EventBridge delivers them: of GuardDuty ("GuardDuty finding format"), Inspector
 * ("EventBridge event schema for Amazon Inspector events") and Security Hub CSPM ("EventBridge
 * event formats", "AWS Security Finding Format"). Others are refused by name.
 */
public final class FindingReader {
  /** EventBridge delivers at most 1 MiB; the rest is room for a person's editor. */
  public static final int BYTES_MAX = 2 * 1024 * 1024;

  /** Events by source, as {@code detail-type} names them. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "aws.guardduty", "GuardDuty Finding",
          "aws.inspector2", "Inspector2 Finding",
          "aws.securityhub", "Security Hub Findings - Imported");

  /** Inspector's words and Security Hub's labels, at the lower end of what each stands for. */
  private static final Map<String, Double> LABELS =
      Map.of("CRITICAL", 9.0, "HIGH", 7.0, "MEDIUM", 4.0, "LOW", 1.0);

  private static final Pattern INSTANCE =
      Pattern.compile("(?:arn:.*:instance/)?(i-[0-9a-f]{8,17})");
  private static final double NORMALIZED_TENTH = 10;

  private final Problems problems;

  private FindingReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads one event.
   *
   * @param source where it stands, for messages
   * @throws ConfigException if it is no finding of one of the three, or lacks what is needed
   */
  public static SecurityFinding read(String json, String source) throws ConfigException {
    Problems problems = new Problems(source);
    Optional<SecurityFinding> finding = new FindingReader(problems).event(json);
    problems.throwIfAny();
    return finding.orElseThrow(
        () -> new IllegalStateException("nothing read, and no reason noted"));
  }

  private Optional<SecurityFinding> event(String json) {
    return StrictJson.read(json, problems, "give the event as EventBridge delivers it")
        .flatMap(this::event);
  }

  private Optional<SecurityFinding> event(JsonNode event) {
    String from = event.path("source").asText();
    String type = event.path("detail-type").asText();
    if (!type.equals(KNOWN.get(from))) {
      problems.add(
          "is an event '%s' of '%s', which means nothing here"
              .formatted(Words.plain(type), Words.plain(from)),
          "give one of: " + String.join(", ", KNOWN.values().stream().sorted().toList()));
      return Optional.empty();
    }
    JsonNode detail = event.path("detail");
    return switch (from) {
      case "aws.guardduty" -> guardDuty(event, detail);
      case "aws.inspector2" -> inspector(event, detail);
      default -> securityHub(event, detail);
    };
  }

  private Optional<SecurityFinding> guardDuty(JsonNode event, JsonNode detail) {
    boolean instance = detail.at("/resource/resourceType").asText().equals("Instance");
    return finding(
        Detector.GUARDDUTY,
        text(detail, "/id"),
        text(detail, "/title"),
        text(detail, "/type").stream().toList(),
        first(text(detail, "/accountId"), text(event, "/account")),
        first(text(detail, "/region"), text(event, "/region")),
        number(detail, "/severity"),
        // What it finds is what happens.
        true,
        !detail.at("/service/archived").asBoolean(false),
        instance
            ? instance(text(detail, "/resource/instanceDetails/instanceId"))
            : Optional.empty());
  }

  private Optional<SecurityFinding> inspector(JsonNode event, JsonNode detail) {
    Optional<String> machine = Optional.empty();
    for (JsonNode resource : detail.path("resources")) {
      if (resource.path("type").asText().equals("AWS_EC2_INSTANCE") && machine.isEmpty()) {
        machine = instance(text(resource, "/id"));
      }
    }
    return finding(
        Detector.INSPECTOR,
        text(detail, "/findingArn"),
        text(detail, "/title"),
        text(detail, "/type").stream().toList(),
        first(text(detail, "/awsAccountId"), text(event, "/account")),
        text(event, "/region"),
        text(detail, "/severity").map(label -> LABELS.getOrDefault(label, 0.0)),
        detail.path("exploitAvailable").asText().equals("YES"),
        detail.path("status").asText("ACTIVE").equals("ACTIVE"),
        machine);
  }

  /** "Each event sends a single finding." */
  private Optional<SecurityFinding> securityHub(JsonNode event, JsonNode detail) {
    JsonNode findings = detail.path("findings");
    if (findings.size() != 1) {
      problems.add(
          "has %s findings in detail.findings".formatted(findings.size()),
          "give an event with one, as Security Hub sends it");
      return Optional.empty();
    }
    JsonNode finding = findings.get(0);
    Optional<String> machine = Optional.empty();
    for (JsonNode resource : finding.path("Resources")) {
      if (resource.path("Type").asText().equals("AwsEc2Instance") && machine.isEmpty()) {
        machine = instance(text(resource, "/Id"));
      }
    }
    Optional<Double> severity =
        number(finding, "/Severity/Normalized")
            .map(normalized -> normalized / NORMALIZED_TENTH)
            .or(
                () ->
                    text(finding, "/Severity/Label").map(label -> LABELS.getOrDefault(label, 0.0)));
    List<String> types = new ArrayList<>();
    finding.path("Types").forEach(type -> types.add(type.asText()));
    String workflow = finding.at("/Workflow/Status").asText("NEW");
    return finding(
        Detector.SECURITYHUB,
        text(finding, "/Id"),
        text(finding, "/Title"),
        types,
        first(text(finding, "/AwsAccountId"), text(event, "/account")),
        first(text(finding, "/Region"), text(event, "/region")),
        severity,
        false,
        finding.path("RecordState").asText("ACTIVE").equals("ACTIVE")
            && (workflow.equals("NEW") || workflow.equals("NOTIFIED")),
        machine);
  }

  private Optional<SecurityFinding> finding(
      Detector detector,
      Optional<String> id,
      Optional<String> title,
      List<String> types,
      Optional<String> account,
      Optional<String> region,
      Optional<Double> severity,
      boolean exploited,
      boolean open,
      Optional<String> machine) {
    need("an id", id);
    need("an account", account);
    need("a region", region);
    need("a severity", severity);
    if (severity.isPresent()
        && !(severity.get() >= 0 && severity.get() <= SecurityFinding.SEVERITY_MAX)) {
      problems.add(
          "has severity %s, which is not from 0 to %s"
              .formatted(severity.get(), SecurityFinding.SEVERITY_MAX),
          "give the event as it was delivered");
    }
    return problems.any()
        ? Optional.empty()
        : Optional.of(
            new SecurityFinding(
                detector,
                id.orElseThrow(),
                title.orElse("(no title)"),
                types,
                account.orElseThrow(),
                region.orElseThrow(),
                severity.orElseThrow(),
                exploited,
                open,
                machine));
  }

  private void need(String what, Optional<?> value) {
    if (value.isEmpty()) {
      problems.add("is a finding without " + what, "give the event as it was delivered");
    }
  }

  private Optional<String> instance(Optional<String> named) {
    Optional<Matcher> matcher = named.map(INSTANCE::matcher);
    if (matcher.isPresent() && matcher.get().matches()) {
      return Optional.of(matcher.get().group(1));
    }
    problems.add(
        "is about an instance '%s', which is no name of one"
            .formatted(Words.plain(named.orElse(""))),
        "give the event as it was delivered");
    return Optional.empty();
  }

  private static Optional<String> text(JsonNode node, String at) {
    JsonNode found = node.at(at);
    return found.isTextual() && !found.asText().isBlank()
        ? Optional.of(found.asText())
        : Optional.empty();
  }

  private static Optional<Double> number(JsonNode node, String at) {
    JsonNode found = node.at(at);
    return found.isNumber() ? Optional.of(found.asDouble()) : Optional.empty();
  }

  private static Optional<String> first(Optional<String> one, Optional<String> other) {
    return one.isPresent() ? one : other;
  }
}
