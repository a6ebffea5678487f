package com.pharmaserv.repave.infra.judges.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.infra.judges.Judge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the judge says to all rows about one stack.
 *
 * @param wrong one text for each request that is answered otherwise than its row says
 * @param known one text for each row that is answered otherwise, as is known
 * @param asked how many requests were answered
 */
record Verdicts(List<String> wrong, List<String> known, int asked) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  /** A request, and the row that it stands in. */
  private record Asked(Row row, String who, ObjectNode request) {}

  static Verdicts of(Estate estate, List<Row> rows) throws IOException {
    List<Asked> asked = new ArrayList<>();
    for (Row row : rows) {
      for (String who : principals(row, estate)) {
        for (String action : row.does()) {
          for (String on : row.on()) {
            asked.add(new Asked(row, who, request(estate, row, who, action, on)));
          }
        }
      }
    }
    ObjectNode question = JSON.createObjectNode();
    for (Map.Entry<String, String> document : estate.documents().entrySet()) {
      question.withObject("/documents").set(document.getKey(), JSON.readTree(document.getValue()));
    }
    ArrayNode requests = question.putArray("requests");
    asked.forEach(each -> requests.add(each.request()));
    return judge(asked, Judge.node("access", "evaluate.mjs").answer(question, ANSWER_MAX));
  }

  private static List<String> principals(Row row, Estate estate) {
    if (!row.who().equals("every role")) {
      return List.of(estate.fill(row.who()));
    }
    if (!estate.roles().containsAll(row.except())) {
      throw new AssertionError(row + " excepts somebody who is not there: " + estate.roles());
    }
    return estate.roles().stream().filter(who -> !row.except().contains(who)).toList();
  }

  private static ObjectNode request(Estate estate, Row row, String who, String action, String on) {
    Principal principal = estate.principal(who);
    String resource = estate.fill(on);
    ObjectNode request = JSON.createObjectNode();
    request.put("principal", principal.arn()).put("action", action).put("resource", resource);
    request.put("account", estate.account());
    request.set("identity", JSON.valueToTree(principal.identity()));
    request.set("boundary", JSON.valueToTree(principal.boundary()));
    estate.guardOf(resource, action).ifPresent(own -> request.put("resourcePolicy", own));
    Map<String, Object> context = estate.context(principal, action);
    row.with().forEach((key, value) -> context.put(key, filled(estate, value)));
    request.set("context", JSON.valueToTree(context));
    return request;
  }

  private static Object filled(Estate estate, Object value) {
    return value instanceof List<?> list
        ? list.stream().map(each -> estate.fill(String.valueOf(each))).toList()
        : estate.fill(String.valueOf(value));
  }

  private static Verdicts judge(List<Asked> asked, JsonNode answers) {
    List<String> wrong = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    Map<Row, Set<String>> unused = new LinkedHashMap<>();
    int count = 0;
    for (int i = 0; i < asked.size(); i++) {
      Asked each = asked.get(i);
      Set<String> idle = new HashSet<>(each.row().with().keySet());
      for (JsonNode answer : answers.path(i)) {
        count++;
        Set<String> ignored = new HashSet<>();
        answer.path("ignored").forEach(key -> ignored.add(key.asText()));
        idle.retainAll(ignored);
        judge(each, answer, wrong, known);
      }
      unused.merge(
          each.row(),
          idle,
          (all, some) -> {
            all.retainAll(some);
            return all;
          });
    }
    unused.forEach(
        (row, keys) -> {
          if (!keys.isEmpty() && !row.isKnown()) {
            wrong.add(row + ": no request of this kind has " + keys);
          }
        });
    return new Verdicts(List.copyOf(wrong), List.copyOf(known), count);
  }

  /** What is known must be so, and of the kind that its row says. */
  private static void judge(Asked each, JsonNode answer, List<String> wrong, Set<String> known) {
    Row row = each.row();
    String text = text(each, answer);
    String result = answer.path("result").asText();
    boolean answered = !result.equals("refused");
    boolean right = answered && row.allowed() == result.equals("Allowed");
    if (!row.isKnown()) {
      if (!right) {
        wrong.add(text);
      }
    } else if (right) {
      wrong.add("is right by now, so that it is no longer to be called known: " + text);
    } else if (row.gap().isPresent()) {
      known.add(text + "\n    gap: " + row.gap().get().title());
      if (!row.gap().get().shows(answer)) {
        wrong.add("is no gap of '" + row.gap().get().title() + "': " + text);
      }
    } else {
      known.add(text + "\n    defect: " + row.defect().orElseThrow());
      if (!answered) {
        wrong.add("is a gap of the judge and no defect: " + text);
      }
    }
  }

  private static String text(Asked asked, JsonNode answer) {
    return asked.row().source()
        + ": "
        + asked.who()
        + " does "
        + answer.path("action").asText()
        + " on "
        + answer.path("resource").asText()
        + " with "
        + asked.row().with()
        + "\n    must be "
        + (asked.row().allowed() ? "allowed" : "denied")
        + ", is "
        + answer.path("result").asText()
        + " "
        + answer.path("why");
  }
}
