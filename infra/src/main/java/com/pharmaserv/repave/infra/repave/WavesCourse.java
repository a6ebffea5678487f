package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.infra.core.Flow;
import com.pharmaserv.repave.infra.core.Json;
import com.pulumi.core.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The course of a rotation that is fanned out, in the Amazon States Language: for each wave a plan
 * and its fleets, then the summary, then the ends of what was kept warm. A wave begins only where
 * nothing failed in the one before. Whatever fails is told; fleets that are being rolled are
 * brought to their ends in every case.
 */
final class WavesCourse {
  /** The folder of marks, one for each fleet that failed. */
  static final String FAILED = "failed";

  /** Reasons to wait that the Map's own limit takes care of (the rollout tool's reasons page). */
  private static final String ROOM = "['line-full', 'machines-in-motion', 'turn-awaited']";

  private static final String BAD =
      "$results[outcome in ['failed', 'went back', 'left', 'unknown']]";

  /** No rotation lasts longer; the next ones have begun since. */
  private static final int ALL_SECONDS = 604_800;

  private static final int CALL_SECONDS = 60;

  /** A bake with its checks takes a part of this. */
  private static final int PLAN_MINUTES = 240;

  /** After the end of the retention that a previous generation has at least. */
  private static final int MARGIN_SECONDS = 300;

  private static final int MARK_TRIES = 5;
  private static final int MARK_SECONDS = 10;

  private static final String TOLD = "Told";
  private static final String END = "End";

  private final String environment;
  private final String project;
  private final Output<String> bucket;
  private final Output<String> topic;

  /**
   * @param environment whose machine it is
   * @param project of CodeBuild that carries out tasks, by its name
   * @param bucket of plans and marks, by its name
   * @param topic where people are told
   */
  WavesCourse(String environment, String project, Output<String> bucket, Output<String> topic) {
    this.environment = environment;
    this.project = project;
    this.bucket = bucket;
    this.topic = topic;
  }

  Output<String> of(List<Wave> waves) {
    Map<String, Object> states = new LinkedHashMap<>();
    states.put(
        "Begin",
        Json.map(
            "Type",
            "Pass",
            "Assign",
            Json.map(
                "night",
                "{% $states.context.Execution.Name %}",
                "results",
                List.of(),
                "trouble",
                "{% '' %}"),
            "Next",
            "Plan " + waves.get(0).environment()));
    for (int i = 0; i < waves.size(); i++) {
      boolean last = i + 1 == waves.size();
      wave(states, waves.get(i), last ? TOLD : "Plan " + waves.get(i + 1).environment());
    }
    tell(states);
    end(states, waves);
    return Json.of(
        Json.map(
            "QueryLanguage",
            "JSONata",
            "TimeoutSeconds",
            ALL_SECONDS,
            "StartAt",
            "Begin",
            "States",
            states));
  }

  private void wave(Map<String, Object> states, Wave wave, String next) {
    String name = wave.environment();
    Map<String, Object> plan =
        build(
            "plan",
            name,
            List.of(variable("RECIPES", String.join(" ", wave.recipes()))),
            Json.map(
                "ArtifactsOverride",
                Json.map(
                    "Type",
                    "S3",
                    "Location",
                    bucket,
                    "Path",
                    "{% $night %}",
                    "NamespaceType",
                    "NONE",
                    "Name",
                    name,
                    "Packaging",
                    "NONE")),
            PLAN_MINUTES,
            "Read " + name);
    states.put("Plan " + name, orStop(plan, "no plan of " + name));
    Map<String, Object> read =
        limited(
            Flow.call(
                "s3:getObject",
                Json.map(
                    "Bucket",
                    bucket,
                    "Key",
                    "{% $night & '/" + name + "/" + RotationTask.PLAN + "' %}"),
                "Wave " + name));
    read.put(
        "Assign",
        Json.map(
            "due",
            "{% [$parse($states.result.Body).due[$not($exists(waitsFor)) or waitsFor.code in "
                + ROOM
                + "].{'fleet': fleet, 'image': image,"
                + " 'again': $exists(runningImage) and runningImage = image ? 'yes' : 'no'}] %}"));
    states.put("Read " + name, orStop(read, "the plan of " + name + " cannot be read"));
    states.put("Wave " + name, rolls(wave, next));
    if (!next.equals(TOLD)) {
      states.put("After " + name, choice("$count(" + BAD + ") = 0", next, TOLD));
    }
  }

  /** The Map over a wave's fleets. */
  private Map<String, Object> rolls(Wave wave, String next) {
    String name = wave.environment();
    return orStop(
        Json.map(
            "Type",
            "Map",
            "Items",
            "{% $due %}",
            "MaxConcurrency",
            wave.atATime(),
            "ItemProcessor",
            Json.map(
                "ProcessorConfig",
                Json.map("Mode", "INLINE"),
                "StartAt",
                "Line " + name,
                "States",
                fleet(wave)),
            "Assign",
            Json.map("results", "{% $append($results, $states.result) %}"),
            "Next",
            next.equals(TOLD) ? TOLD : "After " + name),
        "a failure in " + name + " could not be marked");
  }

  /** One fleet: whether the line still runs, its rollout, and a mark where that failed. */
  private Map<String, Object> fleet(Wave wave) {
    String name = wave.environment();
    Map<String, Object> line =
        limited(
            Flow.call(
                "s3:listObjectsV2",
                Json.map("Bucket", bucket, "Prefix", "{% $night & '/" + FAILED + "/' %}"),
                "Runs " + name));
    line.put(
        "Assign",
        Json.map(
            "failures",
            "{% $states.result.KeyCount %}",
            "tried",
            "{% $count($states.result.Contents[$contains(Key, $states.input.image)]) %}"));
    line.put("Output", "{% $states.input %}");
    Map<String, Object> roll =
        build(
            "roll",
            name,
            List.of(
                variable("FLEET", "{% $substringAfter($states.input.fleet, '/') %}"),
                variable("IMAGE", "{% " + shortened("$states.input.image") + " %}"),
                variable("AGAIN", "{% $states.input.again %}")),
            Map.of(),
            RotationProject.TIMEOUT_MINUTES,
            "");
    roll.put(
        "Output",
        result(
            "{% ($said := $states.result.Build.ExportedEnvironmentVariables[Name = '"
                + RotationTask.OUTCOME
                + "'].Value; $exists($said) ? $said : 'unknown') %}"));
    // A line that cannot be looked at counts as stopped.
    return Json.map(
        "Line " + name,
        caught(line, "{% $states.input %}", "Left " + name),
        "Runs " + name,
        choice(
            "$failures < " + wave.stopAfter() + " and $tried = 0", "Roll " + name, "Left " + name),
        "Roll " + name,
        caught(
            roll,
            // The cause of a build that failed has its variables; its command has them as well.
            result(
                "{% $contains($states.errorOutput.Cause, '\"Value\":\"went back\"') ? 'went back' :"
                    + " 'failed' %}"),
            "Mark " + name),
        "Mark " + name,
        mark(),
        "Left " + name,
        Json.map("Type", "Pass", "Output", result("left"), "End", true));
  }

  /** A mark of a fleet that failed, which stops the line. */
  private Map<String, Object> mark() {
    Map<String, Object> mark =
        limited(
            Flow.call(
                "s3:putObject",
                Json.map(
                    "Bucket",
                    bucket,
                    "Key",
                    "{% $night & '/"
                        + FAILED
                        + "/' & $states.input.fleet & '/' & $states.input.image %}",
                    "Body",
                    "{% $states.input.outcome %}"),
                ""));
    mark.put("Output", "{% $states.input %}");
    mark.put(
        "Retry",
        List.of(
            Json.map(
                "ErrorEquals",
                List.of("States.ALL"),
                "IntervalSeconds",
                MARK_SECONDS,
                "MaxAttempts",
                MARK_TRIES,
                "BackoffRate",
                1)));
    return mark;
  }

  private void tell(Map<String, Object> states) {
    states.put(TOLD, choice("$count($results) = 0 and $trouble = ''", "Fresh", "Tell"));
    states.put("Fresh", Json.map("Type", "Succeed"));
    Map<String, Object> tell =
        limited(
            Flow.call(
                "sns:publish",
                Json.map(
                    "TopicArn",
                    topic,
                    "Subject",
                    "{% 'Rotation of "
                        + environment
                        + ": ' & ("
                        + good()
                        + " ? 'the line ran to its end' : 'the line is stopped') %}",
                    "Message",
                    "{% ($trouble = '' ? '' : $trouble & '\\n') & $join([$results.(fleet & ' to ' & "
                        + shortened("image")
                        + " & ': ' & outcome)], '\\n') %}"),
                "Promoted"));
    states.put("Tell", orElse(tell, "nobody could be told", "Promoted"));
  }

  /** What was promoted is kept warm for a while, by nobody; then the tool ends it. */
  private void end(Map<String, Object> states, List<Wave> waves) {
    Duration retention =
        waves.stream().map(Wave::retention).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    states.put("Promoted", choice("$count($results[outcome = 'promoted']) > 0", "Retention", END));
    states.put(
        "Retention",
        Json.map(
            "Type",
            "Wait",
            "Seconds",
            retention.toSeconds() + MARGIN_SECONDS,
            "Next",
            "Sweep " + waves.get(0).environment()));
    for (int i = 0; i < waves.size(); i++) {
      String name = waves.get(i).environment();
      String next = i + 1 == waves.size() ? END : "Sweep " + waves.get(i + 1).environment();
      states.put(
          "Sweep " + name,
          orElse(
              build("sweep", name, List.of(), Map.of(), RotationProject.TIMEOUT_MINUTES, next),
              "no sweep of " + name,
              next));
    }
    states.put(END, choice(good(), "Done", "Stopped"));
    states.put("Done", Json.map("Type", "Succeed"));
    states.put(
        "Stopped",
        Json.map(
            "Type",
            "Fail",
            "Error",
            "Rotation.Stopped",
            "Cause",
            "Not every step went well: see what people were told, or this execution."));
  }

  private static String good() {
    return "$count(" + BAD + ") = 0 and $trouble = ''";
  }

  /** An image as people read it. */
  private static String shortened(String image) {
    return "$substringBefore(%1$s, '@') & '@' & $substring($substringAfter(%1$s, '@'), 0, 12)"
        .formatted(image);
  }

  private static Map<String, Object> result(String outcome) {
    return Json.map(
        "fleet",
        "{% $states.input.fleet %}",
        "image",
        "{% $states.input.image %}",
        "outcome",
        outcome);
  }

  private static Map<String, Object> choice(String condition, String then, String otherwise) {
    return Json.map(
        "Type",
        "Choice",
        "Choices",
        List.of(Json.map("Condition", "{% " + condition + " %}", "Next", then)),
        "Default",
        otherwise);
  }

  private static Map<String, Object> variable(String name, String value) {
    return Json.map("Name", name, "Value", value);
  }

  /** A task of CodeBuild, waited for. */
  private Map<String, Object> build(
      String step,
      String name,
      List<Map<String, Object>> more,
      Map<String, Object> artifacts,
      int minutes,
      String next) {
    List<Map<String, Object>> variables = new ArrayList<>();
    variables.add(variable("STEP", step));
    variables.add(variable("ENVIRONMENT", name));
    variables.addAll(more);
    Map<String, Object> arguments =
        Json.map(
            "ProjectName",
            project,
            "TimeoutInMinutesOverride",
            minutes,
            "EnvironmentVariablesOverride",
            variables);
    arguments.putAll(artifacts);
    Map<String, Object> task = Flow.build(arguments, next);
    // CodeBuild gives up first, so that it is said why.
    int most = minutes + RotationProject.QUEUED_MINUTES + 10;
    task.put("TimeoutSeconds", (int) Duration.ofMinutes(most).toSeconds());
    return task;
  }

  private static Map<String, Object> limited(Map<String, Object> call) {
    call.put("TimeoutSeconds", CALL_SECONDS);
    return call;
  }

  private static Map<String, Object> orStop(Map<String, Object> step, String trouble) {
    return orElse(step, trouble, TOLD);
  }

  private static Map<String, Object> orElse(Map<String, Object> step, String trouble, String next) {
    step.put(
        "Catch",
        List.of(
            Json.map(
                "ErrorEquals",
                List.of("States.ALL"),
                "Assign",
                Json.map("trouble", "{% '" + trouble + ": ' & $states.errorOutput.Error %}"),
                "Next",
                next)));
    return step;
  }

  private static Map<String, Object> caught(Map<String, Object> step, Object output, String next) {
    step.put(
        "Catch",
        List.of(Json.map("ErrorEquals", List.of("States.ALL"), "Output", output, "Next", next)));
    return step;
  }
}
