package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.operation.BlockImages.Blocking;
import com.pharmaserv.repave.plan.Reacting;
import com.pharmaserv.repave.port.RepaveException;
import java.io.IOException;
import java.util.Optional;

/** Does what the rules say about a finding. */
public final class ReactToFinding {
  private final Place place;
  private final QuarantineMachine quarantine;
  private final Blocks blocks;
  private final boolean force;

  /**
   * In one environment.
   *
   * @param blocks opened only where an image is to be blocked
   * @param force keep machines apart although their fleet then has fewer than its floor
   */
  public ReactToFinding(
      Place place, Operator operator, Narrator narrator, Blocks blocks, boolean force) {
    this.place = place;
    this.blocks = blocks;
    this.quarantine = new QuarantineMachine(place, operator, narrator);
    this.force = force;
  }

  /** Blocks images of the environment, and looks into all others that have them, too. */
  public interface Blocks {
    BlockImages open() throws RepaveException;
  }

  /** What would be done; changes nothing. */
  public Reacted plan(SecurityFinding finding)
      throws RepaveException, IOException, InterruptedException {
    return react(true, finding);
  }

  /**
   * Does it.
   *
   * @throws RequestException if the finding is of another account or region, or of a machine that
   *     is in no fleet here; nothing was done
   */
  public Reacted react(SecurityFinding finding)
      throws RepaveException, IOException, InterruptedException {
    return react(false, finding);
  }

  private Reacted react(boolean plan, SecurityFinding finding)
      throws RepaveException, IOException, InterruptedException {
    requireHere(finding);
    Reacting reacting = Reacting.to(finding, place.environment().reactions());
    Optional<Kept> kept = Optional.empty();
    if (reacting.reaction() == Reaction.QUARANTINE) {
      Suspicion suspicion = new Suspicion(finding.machine().orElseThrow(), force, finding.line());
      kept = Optional.of(plan ? quarantine.plan(suspicion) : quarantine.quarantine(suspicion));
    }
    Optional<Blocking> blocking = Optional.empty();
    if (reacting.reaction() == Reaction.BLOCK_IMAGE) {
      blocking = Optional.of(block(plan, finding));
    }
    Optional<String> runs =
        reacting.reaction() == Reaction.TELL
            ? runs(finding).map(ImageId::toString)
            : Optional.empty();
    return new Reacted(
        plan,
        finding.line(),
        reacting.reaction(),
        finding.machine(),
        runs,
        kept,
        blocking,
        reacting.reason());
  }

  private Blocking block(boolean plan, SecurityFinding finding) throws RepaveException {
    Optional<ImageId> image = runs(finding);
    if (image.isEmpty()) {
      throw new RequestException(
          "no machine '%s' runs in environment '%s', so that it is not known which image to block; block it by name with 'repave images block'"
              .formatted(finding.machine().orElse(""), place.environment().name()));
    }
    return blocks.open().block(image.get().full(), finding.line(), plan);
  }

  /** An event that was sent to the wrong place must not touch a machine by chance. */
  private void requireHere(SecurityFinding finding) throws RequestException {
    Environment environment = place.environment();
    Optional<Environment.Aws> aws = environment.aws();
    if (aws.isPresent()
        && !(aws.get().account().equals(finding.account())
            && aws.get().region().equals(finding.region()))) {
      throw new RequestException(
          "the finding is of %s/%s, environment '%s' is in %s/%s"
              .formatted(
                  finding.account(),
                  finding.region(),
                  environment.name(),
                  aws.get().account(),
                  aws.get().region()));
    }
  }

  private Optional<ImageId> runs(SecurityFinding finding) throws RepaveException {
    return place.provider().fleets().all(place.environment().id()).stream()
        .filter(
            g -> g.machines().stream().anyMatch(m -> finding.machine().equals(Optional.of(m.id()))))
        .map(Generation::image)
        .findFirst();
  }
}
