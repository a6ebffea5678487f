package com.pharmaserv.repave.wording;

import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.ReasonCode.Kind;
import com.pharmaserv.repave.model.ReasonCode.Parameter;
import com.pharmaserv.repave.model.Retreat;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Stage;
import com.pharmaserv.repave.model.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentence of each reason. They stand in {@code sentences.txt}, a line for each code: {@code
 * {name}} is a parameter, and what stands in brackets is left out if its parameter is empty.
 */
public final class Sentences {
  /** {@code {name}}, or {@code [before {name} after]}. */
  private static final Pattern PART =
      Pattern.compile(
          "\\[(?<before>[^\\[\\]{}]*)\\{(?<name>[^}]+)}(?<after>[^\\[\\]{}]*)]|\\{(?<plain>[^}]+)}");

  private static final Map<ReasonCode, String> TEMPLATES = read();

  private Sentences() {}

  /** The reason and what comes on top of it, as one sentence without a full stop. */
  public static String of(Reason reason) {
    StringBuilder text = new StringBuilder(bare(reason));
    for (Reason more : reason.also()) {
      text.append(joint(reason.code(), more.code())).append(of(more));
    }
    return text.toString();
  }

  /** Why the rollout does not go forward: why it goes back, and what made it halt on that way. */
  public static Optional<String> cause(RolloutState state) {
    Optional<String> back = state.retreat().map(Retreat::cause).map(Sentences::of);
    if (state.stage() instanceof Stage.Halted halted) {
      String stopped = of(halted.cause());
      return Optional.of(back.map(why -> why + "; then " + stopped).orElse(stopped));
    }
    return back;
  }

  /** What happens when the patience of a wait is over. */
  public static String then(Wait.Then then) {
    return switch (then) {
      case ABORT -> "abort";
      case ROLL_BACK -> "roll back";
      case GO_BACK -> "go back";
      case HALT -> "halt";
      case DECIDE -> "decide";
      case DECIDE_ANYWAY -> "decide on what there is";
      case RETIRE -> "retire it all the same";
      case DRAIN -> "drain and retire it";
      case A_PERSON -> "a person decides";
    };
  }

  /** A code's sentence, with the names of its parameters in braces. */
  public static String template(ReasonCode code) {
    String template = TEMPLATES.get(code);
    if (template == null) {
      throw new IllegalStateException("no sentence for the reason " + code.code());
    }
    return template;
  }

  /** What stands between a reason and what comes on top of it. */
  private static String joint(ReasonCode first, ReasonCode second) {
    if (first == ReasonCode.WAITED_IN_VAIN) {
      return " for ";
    }
    if (first == ReasonCode.ROLL_BACK_REFUSED || second == ReasonCode.MEASURED) {
      return ": ";
    }
    return switch (second) {
      case LATE -> " ";
      case GATE_ERROR_RATE, GATE_LATENCY, GATE_ALARMS, GATE_COMMAND -> ", ";
      default -> "; ";
    };
  }

  private static String bare(Reason reason) {
    Matcher parts = PART.matcher(template(reason.code()));
    StringBuilder text = new StringBuilder();
    while (parts.find()) {
      boolean optional = parts.group("plain") == null;
      String value = words(reason, parts.group(optional ? "name" : "plain"));
      String around = optional ? parts.group("before") + value + parts.group("after") : value;
      parts.appendReplacement(
          text, Matcher.quoteReplacement(optional && value.isBlank() ? "" : around));
    }
    return parts.appendTail(text).toString();
  }

  private static String words(Reason reason, String name) {
    List<Parameter> parameters = reason.code().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(name)) {
        String value = reason.values().get(i);
        return parameters.get(i).kind() == Kind.SPAN ? Spans.words(Duration.parse(value)) : value;
      }
    }
    throw new IllegalStateException(
        "the sentence of %s names {%s}, which it does not have"
            .formatted(reason.code().code(), name));
  }

  private static Map<ReasonCode, String> read() {
    Map<ReasonCode, String> templates = new EnumMap<>(ReasonCode.class);
    try (InputStream file = Sentences.class.getResourceAsStream("sentences.txt")) {
      if (file == null) {
        throw new IllegalStateException("sentences.txt is missing from the class path");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(
              line -> {
                int colon = line.indexOf(':');
                ReasonCode code = ReasonCode.parse(line.substring(0, colon));
                templates.put(code, line.substring(colon + 1).strip());
              });
      return templates;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
