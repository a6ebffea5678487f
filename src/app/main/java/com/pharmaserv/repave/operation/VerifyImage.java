package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.paper.ImagePapers;
import com.pharmaserv.repave.debian.paper.Paper;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.Attestations.Believed;
import com.pharmaserv.repave.debian.proof.Attested;
import com.pharmaserv.repave.debian.proof.Provenance;
import com.pharmaserv.repave.debian.proof.TrustedKeys;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows an image from who signed it to the bytes that machines start from: signature, statement,
 * manifest of blocks, disk.
 */
public final class VerifyImage {
  private final Environment environment;
  private final Images images;
  private final Disks disks;
  private final PaperShelf shelf;
  private final TrustedKeys trusted;
  private final Narrator narrator;

  /**
   * For the images of one environment.
   *
   * @param disks where its provider keeps them
   * @param shelf of their papers
   * @param trusted whose signatures count
   */
  public VerifyImage(
      Environment environment,
      Images images,
      Disks disks,
      PaperShelf shelf,
      TrustedKeys trusted,
      Narrator narrator) {
    this.environment = environment;
    this.images = images;
    this.disks = disks;
    this.shelf = shelf;
    this.trusted = trusted;
    this.narrator = narrator;
  }

  /**
   * What was found.
   *
   * @param disk SHA-256 of the disk that was signed
   * @param signatures who is trusted and signed that disk with these papers
   * @param notBelieved statements that lie there and do not count, each with the reason
   * @param problems what is not as it must be; the copies aside
   * @param copies the disk where the provider keeps it; none is read unless somebody who is trusted
   *     signed what to compare with
   */
  public record Verdict(
      ImageId image,
      boolean good,
      String disk,
      List<Signature> signatures,
      List<String> notBelieved,
      List<String> problems,
      List<Disks.Copy> copies)
      implements Answer {
    public Verdict {
      signatures = List.copyOf(signatures);
      notBelieved = List.copyOf(notBelieved);
      problems = List.copyOf(problems);
      copies = List.copyOf(copies);
    }

    @Override
    public Outcome outcome() {
      return good ? Outcome.DONE : Outcome.FAILED;
    }
  }

  /**
   * Somebody's word.
   *
   * @param builder name of the key
   * @param key the first digits of its id
   * @param invocation names the bake
   */
  public record Signature(String builder, String key, String invocation) {}

  /**
   * Verifies one image.
   *
   * @param word names it
   * @param region only there; empty for every region of the environment
   */
  public Verdict verify(String word, Optional<String> region) throws RepaveException {
    requireRegion(region);
    Image image = ImageChoice.named(images.list(), word);
    if (!CompareImages.hasPapers(image)) {
      throw new RequestException(
          "image %s is not made of Debian packages here, so nobody signed what is in it"
              .formatted(image.id()));
    }
    ImagePapers papers =
        shelf
            .find(image.id())
            .orElseThrow(
                () ->
                    new RequestException(
                        "the papers of %s are not on this machine; take the folder '%s' from the one that baked it"
                            .formatted(image.id(), shelf.folder(image.id()))));
    Believed believed = shelf.statements(image.id()).believed(trusted);
    List<Signature> signatures = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Attested attested : believed.attested()) {
      Optional<String> unlike = unlike(attested.provenance(), papers);
      for (TrustedKeys.Named signer : attested.signers()) {
        if (unlike.isEmpty()) {
          signatures.add(
              new Signature(
                  signer.name(), signer.key().shortId(), attested.provenance().run().invocation()));
        } else {
          problems.add("%s signed %s".formatted(signer.name(), unlike.get()));
        }
      }
    }
    if (signatures.isEmpty()) {
      problems.add(0, "nobody who is trusted signed this disk");
    }
    List<Disks.Copy> copies = signatures.isEmpty() ? List.of() : copies(papers, region);
    boolean same = copies.stream().allMatch(Disks.Same.class::isInstance);
    return new Verdict(
        image.id(),
        problems.isEmpty() && same,
        papers.statement().disk(),
        signatures,
        believed.refused(),
        problems,
        copies);
  }

  private void requireRegion(Optional<String> region) throws RequestException {
    if (region.isEmpty()) {
      return;
    }
    List<String> regions =
        environment
            .aws()
            .map(
                aws -> {
                  List<String> all = new ArrayList<>(List.of(aws.region()));
                  all.addAll(aws.copies());
                  return all;
                })
            .orElse(List.of());
    if (!regions.contains(region.get())) {
      throw new RequestException(
          regions.isEmpty()
              ? "environment '%s' is on this machine and has no region '%s'; leave --region out"
                  .formatted(environment.name(), region.get())
              : "environment '%s' has no region '%s'; it has: %s"
                  .formatted(environment.name(), region.get(), String.join(", ", regions)));
    }
  }

  /**
   * What a statement is about, if it is not this disk with these papers. Its findings may differ:
   * every builder starts the disk for itself.
   */
  private static Optional<String> unlike(Provenance of, ImagePapers papers) {
    if (!of.image().equals(papers.image().full())) {
      return Optional.of("another image, %s".formatted(of.image()));
    }
    if (!of.disk().equals(papers.statement().disk())) {
      return Optional.of("another disk of the image, %s".formatted(of.disk()));
    }
    for (Paper paper : List.of(Paper.LOCK, Paper.CONTENTS, Paper.BLOCKS)) {
      String ours = papers.statement().papers().get(paper.file());
      if (!of.papers().getOrDefault(paper.file(), "").equals(ours)) {
        return Optional.of("the disk, but with another '%s'".formatted(paper.file()));
      }
    }
    return Optional.empty();
  }

  private List<Disks.Copy> copies(ImagePapers papers, Optional<String> region)
      throws RepaveException {
    narrator.note(
        "Comparing the disk of %s with the blocks that were signed".formatted(papers.image()));
    return disks.verify(papers.attested(), region, narrator::note);
  }
}
