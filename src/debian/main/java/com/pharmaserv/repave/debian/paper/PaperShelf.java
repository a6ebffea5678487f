package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.bake.BlocksText;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockText;
import com.pharmaserv.repave.debian.proof.Attestations;
import com.pharmaserv.repave.debian.proof.Envelopes;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.Provenance;
import com.pharmaserv.repave.model.ImageId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The papers that are kept on this machine, found by image: {@code NAME/DIGEST}. */
public final class PaperShelf {
  /** The statement of this machine's own bake. */
  public static final String STATEMENT = "provenance.dsse.json";

  /** What every statement's name ends in, also that of another builder. */
  public static final String ENVELOPE = ".dsse.json";

  /** The contents of a large tree have 200 MB. */
  private static final long BYTES_MAX = 1L << 30;

  private final Path root;

  /**
   * Finds papers; nothing is read yet.
   *
   * @param root need not exist
   */
  public PaperShelf(Path root) {
    this.root = root;
  }

  /** Where the papers of an image lie, or would. */
  public Path folder(ImageId image) {
    return root.resolve(image.name()).resolve(image.digest());
  }

  /** Whether anything is kept of the image. */
  public boolean has(ImageId image) {
    return Files.exists(folder(image).resolve(STATEMENT));
  }

  /** Whether anything is kept of another image of the same recipe. */
  public boolean hasOthers(ImageId image) throws PaperException {
    Path all = root.resolve(image.name());
    if (!Files.isDirectory(all)) {
      return false;
    }
    try (Stream<Path> folders = Files.list(all)) {
      return folders.anyMatch(folder -> !folder.equals(folder(image)));
    } catch (IOException e) {
      throw new PaperException("papers in '%s' cannot be read: %s".formatted(all, e));
    }
  }

  /**
   * The papers of an image, compared with their statement; empty if there are none.
   *
   * @throws PaperException if one is missing or is not what the statement says
   */
  public Optional<ImagePapers> find(ImageId image) throws PaperException {
    if (!has(image)) {
      return Optional.empty();
    }
    Path folder = folder(image);
    try {
      Path file = folder.resolve(STATEMENT);
      Provenance statement =
          Envelopes.unverified(Envelopes.read(read(file), file.toString()), file.toString());
      if (!statement.image().equals(image.full())) {
        throw new PaperException(
            "papers '%s' are those of image %s".formatted(folder, statement.image()));
      }
      Map<Paper, String> texts = new EnumMap<>(Paper.class);
      for (Paper paper : Paper.values()) {
        texts.put(paper, bound(folder, paper, statement));
      }
      return Optional.of(parsed(image, folder, statement, texts));
    } catch (IOException | ProofException e) {
      throw new PaperException(
          "papers '%s' cannot be read: %s; bake %s again to get them anew"
              .formatted(folder, e.getMessage(), image.name()));
    }
  }

  private static String bound(Path folder, Paper paper, Provenance statement)
      throws IOException, PaperException {
    String expected = statement.papers().get(paper.file());
    if (expected == null) {
      throw new PaperException(
          "the statement in '%s' does not speak of '%s', as it was made by an earlier version; bake %s again"
              .formatted(folder, paper.file(), name(statement)));
    }
    byte[] bytes = read(folder.resolve(paper.file()));
    String found = Sha256.of(bytes);
    if (!found.equals(expected)) {
      throw new PaperException(
          "'%s' is not what was signed: its SHA-256 is %s, not %s; bake %s again"
              .formatted(folder.resolve(paper.file()), found, expected, name(statement)));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String name(Provenance statement) {
    return statement.image().replaceFirst("@.*", "");
  }

  private static ImagePapers parsed(
      ImageId image, Path folder, Provenance statement, Map<Paper, String> texts)
      throws PaperException {
    Paper reading = Paper.LOCK;
    try {
      var lock = LockText.read(texts.getOrDefault(Paper.LOCK, ""), Paper.LOCK.file());
      reading = Paper.CONTENTS;
      Contents contents = ContentsText.read(texts.getOrDefault(Paper.CONTENTS, ""));
      reading = Paper.BLOCKS;
      var blocks = BlocksText.read(texts.getOrDefault(Paper.BLOCKS, ""));
      reading = Paper.FINDINGS;
      Observed findings = Observed.read(texts.getOrDefault(Paper.FINDINGS, ""));
      return new ImagePapers(image, folder, statement, lock, contents, blocks, findings);
    } catch (LockException | IllegalArgumentException e) {
      throw new PaperException(
          "'%s' cannot be read: %s".formatted(folder.resolve(reading.file()), e.getMessage()));
    }
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException("'%s' has more than %s bytes".formatted(file, BYTES_MAX));
    }
    return Files.readAllBytes(file);
  }

  /** All statements about an image that lie there, of whichever builder; none is believed yet. */
  public Attestations statements(ImageId image) throws PaperException {
    Map<String, byte[]> found = new TreeMap<>();
    Path folder = folder(image);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENVELOPE)) {
        for (Path file : files) {
          found.put(String.valueOf(file.getFileName()), read(file));
        }
      } catch (IOException e) {
        throw new PaperException("papers '%s' cannot be read: %s".formatted(folder, e));
      }
    }
    return new Attestations(found);
  }
}
