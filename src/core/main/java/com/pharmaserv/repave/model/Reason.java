package com.pharmaserv.repave.model;

import com.pharmaserv.repave.model.ReasonCode.Parameter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Why: a code with its parameters, and what else there is to say.
 *
 * @param values one for each parameter of the code, as text
 * @param also what was true at the same time, or came on top: a provider's answer, a measurement
 */
public record Reason(ReasonCode code, List<String> values, List<Reason> also) {
  /** A reason that carries more has lost its way. */
  private static final int ALSO_MAX = 8;

  public Reason {
    values = List.copyOf(values);
    also = List.copyOf(also);
    if (values.size() != code.parameters().size()) {
      throw new IllegalArgumentException(
          "reason %s takes %s, not %s".formatted(code.code(), code.parameters(), values));
    }
    for (int i = 0; i < values.size(); i++) {
      check(code.parameters().get(i), values.get(i));
    }
    if (also.size() > ALSO_MAX) {
      also = also.subList(0, ALSO_MAX);
    }
  }

  /** The reason with its values: numbers, {@link Duration}s, and anything that says what it is. */
  public static Reason of(ReasonCode code, Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(String.valueOf(value));
    }
    return new Reason(code, texts, List.of());
  }

  /** With that on top. */
  public Reason and(List<Reason> more) {
    List<Reason> all = new ArrayList<>(also);
    all.addAll(more);
    return new Reason(code, values, all);
  }

  public Reason and(Reason more) {
    return and(List.of(more));
  }

  private static void check(Parameter parameter, String value) {
    try {
      switch (parameter.kind()) {
        case COUNT -> Long.parseLong(value);
        case NUMBER -> new BigDecimal(value);
        case SPAN -> Duration.parse(value);
        case TEXT -> {}
      }
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException(
          "'%s' is no %s for the parameter %s".formatted(value, parameter.kind(), parameter.name()),
          malformed);
    }
  }

  /** For logs and tests: {@code machines-starting(app-g0002, 1, 3) trouble(no capacity)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(code.code());
    if (!values.isEmpty()) {
      text.append('(').append(String.join(", ", values)).append(')');
    }
    also.forEach(reason -> text.append(' ').append(reason));
    return text.toString();
  }
}
