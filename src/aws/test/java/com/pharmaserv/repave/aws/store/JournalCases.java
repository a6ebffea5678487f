package com.pharmaserv.repave.aws.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.port.JournalContract;
import com.pharmaserv.repave.port.JournalStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The contract of journals on DynamoDB, and what it must do when answers get lost. */
abstract class JournalCases extends JournalContract {
  private static final int WRITERS = 8;

  private final AtomicLong heads = new AtomicLong();
  private Optional<TestTable> current = Optional.empty();

  protected abstract TestTable createTable() throws Exception;

  @Override
  protected JournalStore createSubject() throws Exception {
    current = Optional.of(createTable());
    return journal();
  }

  /** Another one each time, as of real records. */
  private Head head() {
    return new Head(heads.incrementAndGet(), "0".repeat(64));
  }

  private JournalStore journal() {
    return new DynamoJournalStore(current.orElseThrow().tables(), FLEET);
  }

  private LostAnswers http() {
    return current.orElseThrow().http();
  }

  @Test
  void letsOneOfManyWritersAppendAtTheSameEnd() throws Exception {
    List<Callable<Boolean>> writing = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      byte[] bytes = {(byte) ('a' + i), '\n'};
      writing.add(() -> appended(bytes));
    }
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      int won = 0;
      for (Future<Boolean> each : threads.invokeAll(writing)) {
        won += each.get() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
      assertThat(journal().read()).hasSize(2);
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean appended(byte[] bytes) {
    try {
      journal().append(0, bytes, head());
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void knowsItsOwnAppendWhenTheAnswerGotLost() throws Exception {
    http().loseAnswers(1);
    journal().append(0, new byte[] {'a', '\n'}, head());
    assertThat(http().writes()).isEqualTo(1);
    http().loseCalls(2);
    journal().append(2, new byte[] {'b', '\n'}, head());

    assertThat(journal().read()).containsExactly('a', '\n', 'b', '\n');
    assertThat(http().writes()).isEqualTo(4);
  }

  @Test
  void takesNobodyElsesRecordForItsOwn() throws Exception {
    journal().append(0, new byte[] {'a', '\n'}, head());
    http().loseAnswers(1);

    assertThatThrownBy(() -> journal().append(0, new byte[] {'b', '\n'}, head()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is 2 bytes long, not 0: somebody else has written");
    assertThatThrownBy(() -> journal().append(0, new byte[] {'a', '\n'}, head()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void truncatesThoughTheAnswerGetsLost() throws Exception {
    journal().append(0, new byte[] {'a', '\n', 'b'}, head());
    http().loseAnswers(1);
    journal().truncate(2);
    assertThat(journal().read()).containsExactly('a', '\n');
    http().loseCalls(1);
    journal().truncate(0);

    assertThat(journal().read()).isEmpty();
    // The same bytes at the same place once more are a new append, not an echo of the first.
    journal().append(0, new byte[] {'a', '\n', 'b'}, head());
    assertThat(journal().read()).containsExactly('a', '\n', 'b');
  }

  @Test
  void keepsRecordsLargerThanAnItemAndReadsOverPages() throws Exception {
    byte[] large = new byte[DynamoJournalStore.PIECE_MAX * 2 + 5];
    Arrays.fill(large, (byte) 'x');
    large[large.length - 1] = '\n';
    for (long end = 0; end < 3L * large.length; end += large.length) {
      journal().append(end, large, head());
    }

    assertThat(journal().read()).hasSize(3 * large.length).endsWith('x', '\n');
    journal().truncate(large.length + 7L);
    assertThat(journal().read()).hasSize(large.length + 7).startsWith(large);
    byte[] huge = new byte[DynamoJournalStore.PIECES_MAX * DynamoJournalStore.PIECE_MAX + 1];
    assertThatThrownBy(() -> journal().append(large.length + 7L, huge, head()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 3145728 fit");
  }

  @Test
  void saysWhatSomebodyDeletedByHand() throws Exception {
    journal().append(0, new byte[] {'a', '\n'}, head());
    journal().append(2, new byte[] {'b', '\n'}, head());
    delete(2);
    assertThatThrownBy(() -> journal().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bytes from 2 to its end 4 are missing");
    journal().append(4, new byte[] {'c', '\n'}, head());

    assertThatThrownBy(() -> journal().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bytes from 2 to 4 are missing");
  }

  private void delete(long offset) throws Exception {
    Item.Key key = new Item.Key("journal#" + FLEET, Numbers.padded(offset));
    Write write = Write.delete(key, "attribute_exists(#pk)").name("#pk", Item.PK);
    current.orElseThrow().table().all("delete", List.of(write), () -> false);
  }

  @Test
  void saysThatTheTableIsMissing() {
    Table missing = new Table(current.orElseThrow().clients(), "nothing");

    assertThatThrownBy(() -> new DynamoJournalStore(fleet -> missing, FLEET).read())
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("table 'nothing'", "ResourceNotFoundException");
  }
}
