package com.pharmaserv.repave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.SignalsContract;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSignalsTest extends SignalsContract {
  @TempDir Path folder;

  @Override
  protected Signals createSubject() {
    return new FileSignals(folder, new HandTime());
  }

  @Test
  void bringsASignalToAnotherProcess() throws Exception {
    Signal posted = createSubject().post(FLEET, Signal.Kind.ABORT, "ada", "stop it");

    assertThat(createSubject().pending(FLEET, 0)).containsExactly(posted);
  }

  @Test
  void numbersOnWhenOldSignalsAreForgotten() throws Exception {
    Signals signals = createSubject();
    long last = 0;
    for (int i = 0; i < 130; i++) {
      last = signals.post(FLEET, Signal.Kind.PAUSE, "ada", "").number();
    }

    assertThat(last).isEqualTo(130);
    assertThat(signals.pending(FLEET, 129)).hasSize(1);
  }

  @Test
  void namesADamagedInbox() throws Exception {
    createSubject().post(FLEET, Signal.Kind.ABORT, "ada", "stop it");
    Path file = folder.resolve("local-eu/app.signals");
    String good = Files.readString(file);
    for (String bad :
        List.of(
            "null\n",
            "\n",
            "{}\n",
            good + "[]\n",
            good.replace("ABORT", "EXPLODE"),
            good.replace("\"ada\"", "null"),
            good.replace(":1,", ":0,"),
            "x".repeat(5_000_000))) {
      Files.writeString(file, bad);

      assertThatThrownBy(() -> createSubject().pending(FLEET, 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString());
      assertThatThrownBy(() -> createSubject().post(FLEET, Signal.Kind.ABORT, "ada", "stop it"))
          .hasMessageContaining(file.toString());
      assertThat(Files.readString(file)).isEqualTo(bad);
    }
  }
}
