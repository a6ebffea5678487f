package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.JournalEntry.Held;
import com.pharmaserv.repave.model.JournalEntry.Released;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalTextTest {
  @Test
  void linesMatchTheirFile() throws IOException {
    Tale tale = new Tale(Scenes.ID, Tale.START);
    tale.ready(1, "first").step(0, 100, 500).finish(100).after(1_000);
    tale.ready(2, "rotation").judged(Signal.Kind.PAUSE, "anna", "lunch").anotherEngine();
    tale.effect(
        new Action.Resize(tale.state().to().generation(), 4),
        "to follow the active generation",
        Optional.of(new Failure(Failure.Kind.UNKNOWN_OUTCOME, "no answer\nwithin 5 s")));
    tale.says(new Held(new Hold("anna", "audit\nof 4.2", Tale.START, Optional.empty())));
    tale.says(new Released("bert", "", Tale.START));
    tale.step(0, 5, 500).rollBack("gate error-rate failed: 42.9% of 21 requests");

    String lines =
        String.join("\n", new JournalText(Scenes.look(false, false, 80)).lines(tale.records()));
    Golden.check(Path.of("test/resources/report/journal.txt"), lines + "\n");
  }
}
