package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.operation.Place;
import com.pharmaserv.repave.operation.SteerRollout;
import com.pharmaserv.repave.operation.Steered;
import com.pharmaserv.repave.operation.Word;
import com.pharmaserv.repave.report.SteerText;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The commands by which a person steers an open rollout, whoever drives it: one for each word. */
@Command
final class SteerCommand extends RepaveCommand {
  private final Word word;

  @Mixin FleetOptions options = new FleetOptions();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journal.")
  String reason = "";

  @Mixin PlanOption plan = new PlanOption();

  private SteerCommand(Word word) {
    this.word = word;
  }

  /** The command of that word. */
  static CommandSpec named(String name) {
    Word word = Word.valueOf(name.toUpperCase(Locale.ROOT));
    CommandSpec spec = CommandSpec.forAnnotatedObject(new SteerCommand(word));
    SteerHelp.valueOf(word.name()).add(spec.usageMessage());
    return spec.name(name);
  }

  @Override
  int run(Wiring wiring) throws Exception {
    Place place = options.place(wiring);
    Fleet fleet = options.fleet(place);
    SteerRollout rollout =
        new SteerRollout(
            place.provider(),
            fleet,
            wiring.debian().comparer(Optional.empty()),
            wiring.operator(),
            narrator(wiring.time()));
    Steered steered = plan.only ? rollout.plan(word) : rollout.say(word, reason);
    words(SteerText.of(steered));
    return answer(steered);
  }
}
