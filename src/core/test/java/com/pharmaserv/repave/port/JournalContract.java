package com.pharmaserv.repave.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Held;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalEntry.Released;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal must do over every implementation of {@link JournalStore}. */
public abstract class JournalContract {
  protected static final FleetId FLEET = new FleetId("local-eu", "app");
  private static final int RECORDS = 5;
  private static final Head HEADLESS = new Head(1, "0".repeat(64));

  private final HandTime time = new HandTime();
  private JournalStore store;

  /** A fresh, empty store. */
  protected abstract JournalStore createSubject() throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    store = createSubject();
  }

  @Test
  void beginsEmptyAndReadingCreatesNothing() throws Exception {
    assertThat(open().records()).isEmpty();
    assertThat(store.read()).isEmpty();
  }

  @Test
  void givesBackWhatWasAppendedWithNumberTimeAndEpoch() throws Exception {
    Journal journal = open();
    assertThat(journal.append(entry(1), 3).number()).isEqualTo(1);
    assertThat(journal.append(entry(2), 4).number()).isEqualTo(2);

    for (Journal reader : List.of(journal, open())) {
      assertThat(reader.records()).extracting(JournalRecord::number).containsExactly(1L, 2L);
      assertThat(reader.records()).extracting(JournalRecord::epoch).containsExactly(3L, 4L);
      assertThat(reader.records())
          .extracting(JournalRecord::entry)
          .containsExactly(entry(1), entry(2));
      assertThat(reader.records()).extracting(JournalRecord::at).containsOnly(time.now());
    }
  }

  @Test
  void knowsTheHoldThatWasPutLastAndNotReleased() throws Exception {
    Hold first = new Hold("anna", "audit", time.now(), Optional.empty());
    Hold second =
        new Hold(
            "bert", "\"entry\":\"release\"", time.now(), Optional.of(time.now().plusSeconds(9)));
    Journal journal = open();
    assertThat(journal.hold()).isEmpty();
    for (Hold hold : List.of(first, second)) {
      journal.append(new Held(hold), 1);
      journal.append(entry(2), 1);
      assertThat(journal.hold()).contains(hold);
      assertThat(open().hold()).contains(hold);
    }
    journal.append(new Released("anna", "\"entry\":\"hold\"", time.now()), 1);
    assertThat(journal.hold()).isEmpty();
    assertThat(open().hold()).isEmpty();
    assertThat(Journal.hold(open().records().stream().map(JournalRecord::entry).toList()))
        .isEmpty();
  }

  @Test
  void neverRewritesEarlierBytes() throws Exception {
    byte[] before = filled();
    open().append(entry(6), 1);

    assertThat(store.read()).startsWith(before);
    assertThat(open().records()).hasSize(RECORDS + 1);
  }

  @Test
  void toleratesATailTornAnywhereAndDropsItWithTheNextAppend() throws Exception {
    byte[] whole = filled();
    int lastStart = startOf(whole, RECORDS);
    for (int cut = lastStart; cut < whole.length; cut += 37) {
      byte[] torn = Arrays.copyOf(whole, cut);
      replace(torn, headOf(whole, RECORDS - 1));

      assertThat(open().records()).as("cut at byte %s", cut).hasSize(RECORDS - 1);
      assertThat(store.read()).as("reading changes nothing").isEqualTo(torn);
      assertThat(open().append(entry(9), 1).number()).isEqualTo(RECORDS);
      assertThat(open().records().get(RECORDS - 1).entry()).isEqualTo(entry(9));
      assertThat(store.read()).startsWith(Arrays.copyOf(whole, lastStart));
    }
  }

  @Test
  void takesALastRecordWithoutItsLineFeedForTorn() throws Exception {
    byte[] whole = filled();
    replace(Arrays.copyOf(whole, whole.length - 1), headOf(whole, RECORDS - 1));

    assertThat(open().records()).hasSize(RECORDS - 1);
    assertThat(open().append(entry(9), 1).number()).isEqualTo(RECORDS);
    assertThat(open().records()).hasSize(RECORDS);
  }

  @Test
  void namesTheFirstBadRecordWhereverAByteWasChangedAndWritesNothing() throws Exception {
    byte[] whole = filled();
    for (int at = 0; at < startOf(whole, RECORDS); at += 11) {
      byte[] damaged = whole.clone();
      damaged[at] = (byte) (damaged[at] == 'x' ? 'y' : 'x');
      replace(damaged);

      refused("record " + numberAt(whole, at) + " ");
      assertThat(store.read()).as("damaged at byte %s", at).isEqualTo(damaged);
    }
  }

  @Test
  void namesTheRecordThatIsMissing() throws Exception {
    byte[] whole = filled();
    byte[] without = join(slice(whole, 1, 2), slice(whole, 4, RECORDS));
    replace(without);

    refused("record 3 ");
    assertThat(store.read()).isEqualTo(without);
  }

  @Test
  void namesTheFirstOfSwappedRecords() throws Exception {
    byte[] whole = filled();
    replace(
        join(slice(whole, 1, 1), slice(whole, 3, 3), slice(whole, 2, 2), slice(whole, 4, RECORDS)));

    refused("record 2 ");
  }

  @Test
  void refusesARepeatedRecord() throws Exception {
    byte[] whole = filled();
    replace(join(whole, slice(whole, RECORDS, RECORDS)));

    refused("record " + (RECORDS + 1) + " ");
  }

  @Test
  void refusesALineOfAnotherKind() throws Exception {
    byte[] whole = filled();
    replace(join(slice(whole, 1, 2), "\n".getBytes(StandardCharsets.UTF_8)));

    refused("record 3 ");
  }

  @Test
  void remembersTheHeadOfWhatWasAppended() throws Exception {
    assertThat(store.head()).isEmpty();
    filled();

    assertThat(store.head()).contains(open().records().get(RECORDS - 1).asHead());
  }

  @Test
  void refusesAJournalThatEndsBeforeItsHeadAndNamesTheFirstMissingRecord() throws Exception {
    byte[] whole = filled();
    for (int kept = 0; kept < RECORDS; kept++) {
      byte[] cut = slice(whole, 1, kept);
      replace(cut);

      refused("record " + (kept + 1) + " is missing: there are " + kept + ", but its head");
      assertThat(store.read()).as("%s records kept", kept).isEqualTo(cut);
    }
  }

  @Test
  void namesATornEndThatItsHeadKnowsWhole() throws Exception {
    byte[] whole = filled();
    byte[] flipped = whole.clone();
    flipped[whole.length - 1] ^= 1;
    replace(flipped);

    int length = whole.length - startOf(whole, RECORDS);
    refused("record 5 is missing: there are 4 and a torn end of " + length + " bytes, but");
  }

  @Test
  void refusesAJournalThatWasWrittenAnew() throws Exception {
    byte[] before = filled();
    Head head = store.head().orElseThrow();
    time.pass(Duration.ofSeconds(1));
    store.truncate(startOf(before, 3));
    store.remember(headOf(before, 2));
    Journal anew = open();
    for (int i = 3; i <= RECORDS + 2; i++) {
      anew.append(entry(i), 1);
    }
    store.remember(head);

    refused("record 5 is another one");
  }

  @Test
  void makesUpForAHeadThatACrashLeftBehind() throws Exception {
    byte[] whole = filled();
    replace(whole, headOf(whole, RECORDS - 1));

    assertThat(open().records()).hasSize(RECORDS);
    assertThat(store.head()).as("reading changes nothing").contains(headOf(whole, RECORDS - 1));
    assertThat(open().append(entry(9), 1).number()).isEqualTo(RECORDS + 1);
    assertThat(store.head()).contains(open().records().get(RECORDS).asHead());
  }

  @Test
  void refusesAJournalThatIsFurtherAheadThanACrashLeavesIt() throws Exception {
    byte[] whole = filled();
    replace(whole, headOf(whole, RECORDS - 2));

    refused("record 5 follows its head 3:");
  }

  @Test
  void showsTheGoodRecordsOfADamagedJournal() throws Exception {
    byte[] whole = filled();
    byte[] damaged = whole.clone();
    damaged[startOf(whole, 4) + 20] ^= 1;
    replace(damaged);

    Journal.GoodPart readable = open().readable();
    assertThat(readable.records()).hasSize(3);
    assertThat(readable.damage().orElseThrow()).hasMessageContaining("record 4 ");
  }

  @Test
  void refusesToAppendWhereSomebodyElseHasWritten() throws Exception {
    Journal mine = open();
    mine.append(entry(1), 1);
    Journal theirs = open();
    theirs.append(entry(2), 2);
    byte[] before = store.read();

    assertThatThrownBy(() -> mine.append(entry(3), 1))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("record 2 could not be written");
    assertThat(store.read()).isEqualTo(before);
    assertThat(mine.records()).hasSize(1);
    assertThat(open().records()).hasSize(2);
  }

  @Test
  void acceptsNothingOfARecordThatDidNotFit() throws Exception {
    byte[] before = filled();
    for (int room : List.of(0, 1, 40)) {
      Journal journal = new ChainedJournal(new FullStore(store, room), time);

      assertThatThrownBy(() -> journal.append(entry(6), 1))
          .isInstanceOf(JournalException.class)
          .hasMessageContainingAll("record 6 could not be written", "No space left on device");
      assertThat(journal.records()).hasSize(RECORDS);
      assertThat(open().records()).as("with room for %s bytes", room).hasSize(RECORDS);
    }
    assertThat(open().append(entry(7), 1).number()).isEqualTo(RECORDS + 1);
    assertThat(store.read()).startsWith(before);
    assertThat(open().records().get(RECORDS).entry()).isEqualTo(entry(7));
  }

  @Test
  void saysWhatCannotBeRead() {
    Journal journal = new ChainedJournal(new FullStore(store, -1), time);

    assertThatThrownBy(journal::records)
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll(store.name(), "Input/output error");
    assertThatThrownBy(() -> journal.append(entry(1), 1)).isInstanceOf(JournalException.class);
  }

  @Test
  void storeRefusesAnAppendElsewhereThanAtItsEnd() throws Exception {
    store.append(0, new byte[] {'a', '\n'}, HEADLESS);

    for (long end : List.of(0L, 1L, 3L)) {
      assertThatThrownBy(() -> store.append(end, new byte[] {'b'}, HEADLESS))
          .isInstanceOf(IOException.class);
    }
    assertThat(store.read()).containsExactly('a', '\n');
  }

  protected final Journal open() {
    return new ChainedJournal(store, time);
  }

  protected static JournalEntry entry(int number) {
    RolloutId rollout = new RolloutId(FLEET, 1);
    GenerationId generation = new GenerationId(FLEET, 1);
    return new Intended(rollout, new Resize(generation, number));
  }

  /** Damage is named, at reading as at writing. */
  private void refused(String record) {
    assertThatThrownBy(() -> open().records())
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll(store.name(), record);
    assertThatThrownBy(() -> open().append(entry(1), 1))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(record);
  }

  private byte[] filled() throws Exception {
    Journal journal = open();
    for (int i = 1; i <= RECORDS; i++) {
      journal.append(entry(i), 1);
    }
    return store.read();
  }

  /** Other bytes, with the head that the journal has. */
  private void replace(byte[] bytes) throws IOException {
    replace(bytes, store.head().orElseThrow());
  }

  private void replace(byte[] bytes, Head head) throws IOException {
    store.truncate(0);
    store.append(0, bytes, HEADLESS);
    store.remember(head);
  }

  /** The head of the bytes as far as they are whole. */
  private Head headOf(byte[] bytes, int records) {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    String line = lines.get(records - 1);
    return new Head(records, line.substring(line.length() - 66, line.length() - 2));
  }

  /** Where the numbered record begins. */
  private static int startOf(byte[] bytes, int number) {
    int line = 1;
    for (int i = 0; i < bytes.length; i++) {
      if (line == number) {
        return i;
      }
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return bytes.length;
  }

  /** The record that a byte belongs to. */
  private static int numberAt(byte[] bytes, int at) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  private static byte[] slice(byte[] bytes, int first, int last) {
    return Arrays.copyOfRange(bytes, startOf(bytes, first), startOf(bytes, last + 1));
  }

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  /** A store on a disk with so much room; with less than none it cannot even be read. */
  private record FullStore(JournalStore store, int room) implements JournalStore {
    @Override
    public byte[] read() throws IOException {
      if (room < 0) {
        throw new IOException("Input/output error");
      }
      return store.read();
    }

    @Override
    public Optional<Head> head() throws IOException {
      return store.head();
    }

    @Override
    public void remember(Head head) throws IOException {
      store.remember(head);
    }

    @Override
    public void append(long end, byte[] bytes, Head head) throws IOException {
      if (room > 0) {
        Optional<Head> before = store.head();
        store.append(end, Arrays.copyOf(bytes, room), head);
        store.remember(before.orElseThrow());
      }
      throw new IOException("No space left on device");
    }

    @Override
    public void truncate(long size) throws IOException {
      store.truncate(size);
    }

    @Override
    public String name() {
      return store.name();
    }

    @Override
    public String headName() {
      return store.headName();
    }
  }
}
