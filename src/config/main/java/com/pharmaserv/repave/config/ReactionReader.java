package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Choice;
import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.config.Kind.Whole;
import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.ReactionRule;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.model.SecurityFinding.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what an environment does about findings. */
final class ReactionReader {
  /** Nobody keeps more of them in mind. */
  private static final int RULES_MAX = 50;

  private static final Choice SOURCE =
      Choice.of(
          Detector.GUARDDUTY.toString(),
          Detector.INSPECTOR.toString(),
          Detector.SECURITYHUB.toString());

  private static final Map<String, Reaction> WORDS =
      new TreeMap<>(
          Map.of(
              "quarantine", Reaction.QUARANTINE,
              "block-image", Reaction.BLOCK_IMAGE,
              "notify", Reaction.TELL,
              "nothing", Reaction.NOTE));

  private static final Choice DO = Choice.of(WORDS.keySet().toArray(String[]::new));
  private static final Whole SEVERITY = new Whole(0, SecurityFinding.SEVERITY_MAX);
  private static final Text TYPE =
      Text.of("[!-~]([ -~]*[!-~])?", "a type as the service writes it, or with * for any part")
          .upTo(ReactionRule.TYPE_MAX);

  static final Shape RULE =
      Shape.of("a reaction")
          .about("What is done about findings of one kind, on machines of the fleets.")
          .under(
              new Shape.Rule.Given(
                  "source",
                  Detector.SECURITYHUB.toString(),
                  new Shape.Demand(List.of(), List.of("exploited")),
                  new Shape.Demand(List.of(), List.of())))
          .required("source", "guardduty", SOURCE, "Which service found it.")
          .optional(
              "severity",
              SEVERITY.as("severity"),
              "The least severity, as GuardDuty counts: 7 is high, 9 is critical, for all three.",
              0)
          .optional(
              "exploited",
              Kinds.FLAG,
              "Only if an exploit is known. Security Hub does not say it.",
              false)
          .optional(
              "type",
              TYPE,
              "Only findings of this type, as the service writes it; * stands for any text.")
          .required(
              "do",
              "notify",
              DO,
              "quarantine takes the machine out and keeps it for forensics; block-image keeps its"
                  + " image from rolling and makes every fleet stale that runs it; notify leaves it"
                  + " to a person, with exit code 4; nothing ends the search.");

  static final Kind RULES = Items.of(RULE.as("reaction")).upTo(RULES_MAX);

  private ReactionReader() {}

  /** Reads all rules, in their order. */
  static Optional<List<ReactionRule>> read(Item item) {
    List<ReactionRule> before = new ArrayList<>();
    Optional<List<ReactionRule>> rules = item.list(each -> rule(each, before));
    if (rules.isPresent() && rules.get().size() > RULES_MAX) {
      item.problem(
          "has %s rules, more than %s".formatted(rules.get().size(), RULES_MAX),
          "say with * what several say");
      return Optional.empty();
    }
    return rules;
  }

  private static Optional<ReactionRule> rule(Item item, List<ReactionRule> before) {
    Fields fields = Fields.open(item, RULE);
    Optional<Detector> source =
        fields.item("source").flatMap(i -> i.oneOf(SOURCE)).flatMap(ReactionReader::detector);
    int severity = fields.read("severity", i -> i.integer(SEVERITY), 0);
    boolean exploited = fields.read("exploited", Item::flag, false);
    Optional<String> type = fields.text("type");
    Optional<Reaction> reaction = fields.item("do").flatMap(i -> i.oneOf(DO)).map(WORDS::get);
    if (source.equals(Optional.of(Detector.SECURITYHUB))) {
      fields.item("exploited").ifPresent(i -> i.problem("is not said by securityhub", "delete it"));
    }
    if (source.isEmpty() || reaction.isEmpty()) {
      return Optional.empty();
    }
    Optional<ReactionRule> rule =
        item.build(() -> new ReactionRule(source.get(), severity, exploited, type, reaction.get()));
    rule.ifPresent(
        read -> {
          if (before.stream().anyMatch(earlier -> earlier.covers(read))) {
            item.problem(
                "never counts: a rule before it fits all that it fits", "move it up, or delete it");
          }
          before.add(read);
        });
    return rule;
  }

  private static Optional<Detector> detector(String word) {
    for (Detector detector : Detector.values()) {
      if (detector.toString().equals(word)) {
        return Optional.of(detector);
      }
    }
    return Optional.empty();
  }
}
