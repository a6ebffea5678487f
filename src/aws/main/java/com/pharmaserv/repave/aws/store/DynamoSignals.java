package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Inboxes in the table: one item per signal, whose sort key is its number. */
public final class DynamoSignals implements Signals {
  /** Tries to find a free number: so many people may post to one fleet at the same moment. */
  private static final int NUMBERS_MAX = 32;

  private static final String KIND = "kind";
  private static final String BY = "by";
  private static final String TEXT = "text";
  private static final String AT = "at";

  private final Tables tables;
  private final Time time;

  public DynamoSignals(Tables tables, Time time) {
    this.tables = tables;
    this.time = time;
  }

  @Override
  public Signal post(FleetId fleet, Signal.Kind kind, String by, String text) throws IOException {
    Instant now = time.now();
    for (int tries = 0; tries < NUMBERS_MAX; tries++) {
      Table table = Tables.io(() -> tables.of(fleet));
      long number =
          Tables.io(() -> table.last(pk(fleet))).map(item -> signal(item).number()).orElse(0L) + 1;
      Signal signal = new Signal(number, kind, by, text, now);
      if (Tables.io(() -> posted(table, fleet, signal))) {
        return signal;
      }
    }
    throw new IOException(
        ("the signal to fleet %s found no free number in %s tries: too many others"
                + " post to it; try again")
            .formatted(fleet, NUMBERS_MAX));
  }

  private static boolean posted(Table table, FleetId fleet, Signal signal)
      throws ProviderException {
    Write write =
        Write.create(
            new Item.Key(pk(fleet), Numbers.padded(signal.number())),
            Map.of(
                KIND, AttributeValue.fromS(signal.kind().name()),
                BY, AttributeValue.fromS(signal.by()),
                TEXT, AttributeValue.fromS(signal.text()),
                AT, AttributeValue.fromS(Instants.text(signal.at()))));
    // Two equal signals of one person at one instant ask for the same thing: either may be mine.
    return table.write(write, item -> signal(item).equals(signal)).done();
  }

  @Override
  public List<Signal> pending(FleetId fleet, long seen) throws IOException {
    return Tables.io(
            () ->
                tables
                    .of(fleet)
                    .between(pk(fleet), Numbers.padded(seen + 1), Numbers.padded(Long.MAX_VALUE)))
        .stream()
        .map(DynamoSignals::signal)
        .toList();
  }

  private static String pk(FleetId fleet) {
    return "signals#" + fleet;
  }

  private static Signal signal(Item item) {
    return new Signal(
        Long.parseLong(item.text(Item.SK)),
        Signal.Kind.valueOf(item.text(KIND)),
        item.text(BY),
        item.text(TEXT),
        Instants.instant(item.text(AT)));
  }
}
