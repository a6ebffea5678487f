package com.pharmaserv.repave.aws.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.SignalsContract;
import com.pharmaserv.repave.testing.HandTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of signals on DynamoDB, and what it must do when answers get lost. */
abstract class SignalsCases extends SignalsContract {
  private static final int PEOPLE = 8;

  private Optional<TestTable> current = Optional.empty();

  protected abstract TestTable createTable() throws Exception;

  @Override
  protected Signals createSubject() throws Exception {
    current = Optional.of(createTable());
    return signals();
  }

  private Signals signals() {
    return new DynamoSignals(current.orElseThrow().tables(), new HandTime());
  }

  @Test
  void givesManyWhoPostAtOnceANumberEach() throws Exception {
    List<Callable<Signal>> posting = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      String by = "person " + i;
      posting.add(() -> signals().post(FLEET, Signal.Kind.PAUSE, by, ""));
    }
    ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
    try {
      List<Signal> posted = new ArrayList<>();
      for (Future<Signal> each : threads.invokeAll(posting)) {
        posted.add(each.get());
      }
      assertThat(signals().pending(FLEET, 0))
          .containsExactlyInAnyOrderElementsOf(posted)
          .extracting(Signal::number)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void postsOnceThoughTheAnswerGetsLost() throws Exception {
    LostAnswers http = current.orElseThrow().http();
    http.loseAnswers(1);
    Signal first = signals().post(FLEET, Signal.Kind.PAUSE, "ada", "");
    http.loseCalls(1);
    Signal second = signals().post(FLEET, Signal.Kind.RESUME, "ada", "");

    assertThat(signals().pending(FLEET, 0)).containsExactly(first, second);
  }
}
