package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.bake.Inputs;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;

/**
 * The recipe's files as one compressed archive (POSIX ustar), cut into parts that fit into a
 * command: nothing but Run Command leads to the machine, and a bucket for a few small files would
 * be one more thing to keep safe.
 */
final class Parcel {
  /**
   * Compressed bytes that are sent. Every part takes some seconds; what is larger belongs into a
   * store that setup fetches it from.
   */
  static final int BYTES_MAX = 4 * 1024 * 1024;

  /**
   * Bytes of a part: as base64 32,768 characters. Systems Manager's quotas bound a document with
   * its parameters to 64 KB.
   */
  static final int PART = 24 * 1024;

  private static final int BLOCK = 512;
  private static final int NAME_MAX = 100;
  private static final int PREFIX_MAX = 155;

  private final byte[] archive;

  private Parcel(byte[] archive) {
    this.archive = archive;
  }

  /** Packs the files; one that changed since it was hashed is refused. */
  static Parcel pack(SortedMap<String, Inputs.Input> inputs, String recipe) throws BakeException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, Inputs.Input> entry : inputs.entrySet()) {
        Inputs.Input input = entry.getValue();
        byte[] content = Files.readAllBytes(input.source());
        if (!Canonical.hex(Canonical.sha256().digest(content)).equals(input.sha256())) {
          throw new BakeException(
              "file '" + input.source() + "' changed while it was baked; bake again");
        }
        out.write(header(entry.getKey(), content.length, input.executable(), recipe));
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        requireSmall(bytes.size(), recipe);
      }
      out.write(new byte[2 * BLOCK]);
    } catch (IOException e) {
      throw new BakeException(recipe + ": cannot read the recipe's files: " + e.getMessage());
    }
    requireSmall(bytes.size(), recipe);
    return new Parcel(bytes.toByteArray());
  }

  private static void requireSmall(int size, String recipe) throws BakeException {
    if (size > BYTES_MAX) {
      throw new BakeException(
          ("%s: files: more than %s MB compressed, which is the most that is sent to a"
                  + " builder machine; let setup fetch large files, with their checksums, from"
                  + " where you keep them")
              .formatted(recipe, BYTES_MAX / (1024 * 1024)));
    }
  }

  /** POSIX.1-1988, "ustar interchange format". */
  private static byte[] header(String path, long size, boolean executable, String recipe)
      throws BakeException {
    byte[] header = new byte[BLOCK];
    int cut = cut(path, recipe);
    put(header, 0, cut < 0 ? path : path.substring(cut + 1));
    put(header, 100, executable ? "0000755" : "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format(Locale.ROOT, "%011o", size));
    put(header, 136, "00000000000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    put(header, 265, "root");
    put(header, 297, "root");
    put(header, 345, cut < 0 ? "" : path.substring(0, cut));
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o", sum));
    header[154] = 0;
    return header;
  }

  /** Where a long path is cut into prefix and name; below 0 if it need not be. */
  private static int cut(String path, String recipe) throws BakeException {
    if (bytes(path).length <= NAME_MAX) {
      return -1;
    }
    for (int i = path.indexOf('/'); i >= 0; i = path.indexOf('/', i + 1)) {
      if (bytes(path.substring(0, i)).length <= PREFIX_MAX
          && bytes(path.substring(i + 1)).length <= NAME_MAX) {
        return i;
      }
    }
    throw new BakeException(
        recipe + ": files: the path '" + path + "' is too long to be sent; shorten it");
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = bytes(text);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  String sha256() {
    return Sha256.of(archive);
  }

  int size() {
    return archive.length;
  }

  /** The parts in their order, in base64. */
  List<String> parts() {
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < archive.length; from += PART) {
      int to = Math.min(archive.length, from + PART);
      parts.add(Base64.getEncoder().encodeToString(Arrays.copyOfRange(archive, from, to)));
    }
    return parts;
  }
}
