package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.port.JournalStore;
import com.pharmaserv.repave.port.ProviderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A journal's bytes in the table: one item per appended piece, whose sort key is the offset of its
 * first byte, and one item that holds the end. Each append is a transaction that moves the end from
 * where the caller believes it to be, so of two writers one is refused and no piece is ever torn.
 *
 * <p>The same transaction sets the head, which is an item next to the lease: a call by itself would
 * cost as much again, and the lease's own item would make transactions meet with those who ask for
 * the lease.
 */
public final class DynamoJournalStore implements JournalStore {
  /** Bytes of one item's piece; an item may have 400 KB with its names (DynamoDB quotas). */
  static final int PIECE_MAX = 256 * 1024;

  /** Pieces in one transaction, which may have 100 items and 4 MB; end and head are two more. */
  static final int PIECES_MAX = 12;

  /** Pieces dropped at once; a torn tail is part of one. */
  static final int DROPPED_MAX = 98;

  private static final String BYTES = "bytes";
  private static final String END = "end";
  private static final String HEAD = "head";

  private final Tables tables;
  private final FleetId fleet;
  private final String pk;

  public DynamoJournalStore(Tables tables, FleetId fleet) {
    this.tables = tables;
    this.fleet = fleet;
    this.pk = "journal#" + fleet;
  }

  @Override
  public String name() {
    return "journal of " + fleet + " in DynamoDB";
  }

  @Override
  public byte[] read() throws IOException {
    // The end first: what is appended while the pieces are read may or may not be among them.
    long end = Tables.io(this::end);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Item piece : Tables.io(() -> pieces(0))) {
      if (offset(piece) != bytes.size()) {
        throw new IOException(
            "bytes from " + bytes.size() + " to " + offset(piece) + " are missing; " + restore());
      }
      bytes.writeBytes(piece.bytes(BYTES));
    }
    if (bytes.size() < end) {
      throw new IOException(
          "bytes from " + bytes.size() + " to its end " + end + " are missing; " + restore());
    }
    return bytes.toByteArray();
  }

  private static String restore() {
    return "restore the table to a point in time before they were deleted";
  }

  @Override
  public String headName() {
    return "item " + headKey();
  }

  @Override
  public Optional<Head> head() throws IOException {
    return Tables.io(() -> table().get(headKey())).map(item -> Head.parse(item.text(HEAD)));
  }

  @Override
  public void remember(Head head) throws IOException {
    Tables.io(
        () -> table().write(movedHead(head), item -> item.text(HEAD).equals(head.toString())));
  }

  /** Refused only if it is there already: two records never have one hash. */
  private Write movedHead(Head head) {
    return Write.update(
            headKey(), "SET #head = :head", "attribute_not_exists(#head) OR #head <> :head")
        .name("#head", HEAD)
        .value(":head", head.toString());
  }

  private Item.Key headKey() {
    return new Item.Key("lease#" + fleet, HEAD);
  }

  @Override
  public void append(long end, byte[] bytes, Head head) throws IOException {
    if (bytes.length > PIECES_MAX * PIECE_MAX) {
      throw new IOException(
          bytes.length + " bytes at once, at most " + PIECES_MAX * PIECE_MAX + " fit");
    }
    if (bytes.length == 0) {
      return;
    }
    List<Write> writes =
        new ArrayList<>(List.of(movedEnd(end, end + bytes.length), movedHead(head)));
    for (int from = 0; from < bytes.length; from += PIECE_MAX) {
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE_MAX));
      writes.add(created(end + from, piece));
    }
    if (!Tables.io(() -> appended(writes, end, bytes))) {
      throw new IOException(
          "it is %s bytes long, not %s: somebody else has written"
              .formatted(Tables.io(this::end), end));
    }
  }

  private boolean appended(List<Write> writes, long end, byte[] bytes) throws ProviderException {
    byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, PIECE_MAX));
    // The whole transaction was done if its first piece is there: two records never have the same
    // bytes, for each holds its number, its time and the epoch of its writer.
    return table()
        .all(
            "append " + bytes.length + " bytes to " + name(),
            writes,
            () -> table().get(at(end)).filter(item -> item.hasBytes(BYTES, first)).isPresent());
  }

  @Override
  public void truncate(long size) throws IOException {
    long end = Tables.io(this::end);
    if (size >= end) {
      return;
    }
    List<Item> dropped = new ArrayList<>();
    Optional<Item> cut = Optional.empty();
    for (Item piece : Tables.io(() -> pieces(Math.max(0, size - PIECE_MAX)))) {
      if (offset(piece) >= size) {
        dropped.add(piece);
      } else if (offset(piece) + piece.bytes(BYTES).length > size) {
        cut = Optional.of(piece);
      }
    }
    if (dropped.size() > DROPPED_MAX) {
      throw new IOException(
          ("%s pieces behind byte %s, at most %s are dropped: a torn record is part of" + " one")
              .formatted(dropped.size(), size, DROPPED_MAX));
    }
    List<Write> writes = new ArrayList<>(List.of(movedEnd(end, size)));
    cut.ifPresent(piece -> writes.add(cut(piece, size)));
    dropped.forEach(piece -> writes.add(deleted(piece)));
    String what = "truncate " + name() + " to " + size + " bytes";
    if (!Tables.io(() -> table().all(what, writes, () -> end() == size))) {
      throw new IOException("its end moved from " + end + ": somebody else has written");
    }
  }

  private Write movedEnd(long from, long to) {
    Item.Key key = new Item.Key(pk, END);
    String held = from == 0 ? "attribute_not_exists(#end) OR #end = :from" : "#end = :from";
    return Write.update(key, "SET #end = :to", held)
        .name("#end", END)
        .value(":from", from)
        .value(":to", to);
  }

  private Write created(long offset, byte[] piece) {
    return Write.create(
        at(offset), Map.of(BYTES, AttributeValue.fromB(SdkBytes.fromByteArray(piece))));
  }

  private Write cut(Item piece, long size) {
    byte[] kept = Arrays.copyOf(piece.bytes(BYTES), (int) (size - offset(piece)));
    return Write.update(at(offset(piece)), "SET #bytes = :bytes", "attribute_exists(#bytes)")
        .name("#bytes", BYTES)
        .value(":bytes", AttributeValue.fromB(SdkBytes.fromByteArray(kept)));
  }

  private Write deleted(Item piece) {
    return Write.delete(at(offset(piece)), "attribute_exists(#bytes)").name("#bytes", BYTES);
  }

  private long end() throws ProviderException {
    return table().get(new Item.Key(pk, END)).map(item -> item.number(END)).orElse(0L);
  }

  /** Pieces whose first byte is at or after an offset, in order. */
  private List<Item> pieces(long from) throws ProviderException {
    return table().between(pk, Numbers.padded(from), Numbers.padded(Long.MAX_VALUE));
  }

  private Item.Key at(long offset) {
    return new Item.Key(pk, Numbers.padded(offset));
  }

  private static long offset(Item piece) {
    return Long.parseLong(piece.text(Item.SK));
  }

  private Table table() throws ProviderException {
    Table table = tables.of(fleet);
    if (table.name().isBlank()) {
      throw new ProviderException(
          Failure.Kind.GONE, "the hand-over of fleet " + fleet + " names no table");
    }
    return table;
  }
}
