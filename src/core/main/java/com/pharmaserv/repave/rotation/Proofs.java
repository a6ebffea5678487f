package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.Upkeep;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the earlier environment shows of images.
 *
 * @param byRecipe its fleets' trials, by the name of the recipe that they run; a recipe that no
 *     fleet there runs cannot prove itself there, and need not
 */
public record Proofs(Map<String, List<Trial>> byRecipe) {
  public static final Proofs NONE = new Proofs(Map.of());

  public Proofs {
    byRecipe = Map.copyOf(byRecipe);
  }

  /**
   * What a fleet of the earlier environment shows.
   *
   * @param runs the image that it runs and since when; empty if it never ran
   * @param failed images that failed on it and have not succeeded since
   * @param requests that it has answered on that image
   */
  public record Trial(
      FleetId fleet, Optional<FleetFacts.Running> runs, List<ImageId> failed, long requests) {
    public Trial {
      failed = List.copyOf(failed);
    }

    private boolean on(ImageId image) {
      return runs.isPresent() && runs.get().image().equals(image);
    }
  }

  /** Trials by the recipes that their fleets run. */
  public static Proofs of(Map<FleetId, String> recipes, List<Trial> trials) {
    return new Proofs(
        trials.stream()
            .collect(Collectors.groupingBy(trial -> recipes.getOrDefault(trial.fleet(), ""))));
  }

  /** What the image waits for before it may come here; empty if it may. */
  Optional<Step.Waits> lacking(Upkeep.After after, ImageId image, Instant now) {
    List<Trial> trials = byRecipe.getOrDefault(image.name(), List.of());
    Optional<Trial> failed =
        trials.stream().filter(trial -> trial.failed().contains(image)).findFirst();
    if (failed.isPresent()) {
      return waits(
          ReasonCode.EARLIER_FAILED, after.environment(), image, failed.get().fleet().name());
    }
    if (trials.stream().anyMatch(trial -> !trial.on(image))) {
      return waits(ReasonCode.EARLIER_LACKS, after.environment(), image);
    }
    Optional<Instant> proven =
        trials.stream()
            .map(trial -> trial.runs().orElseThrow().since().plus(after.proven()))
            .max(Comparator.naturalOrder());
    if (proven.isPresent() && proven.get().isAfter(now)) {
      Instant second = Instant.ofEpochSecond(proven.get().getEpochSecond());
      return Optional.of(
          new Step.Waits(
              Reason.of(ReasonCode.EARLIER_PROVING, after.environment(), image, second), proven));
    }
    long requests = trials.stream().mapToLong(Trial::requests).sum();
    return trials.isEmpty() || requests >= after.requests()
        ? Optional.empty()
        : waits(
            ReasonCode.EARLIER_REQUESTS, after.environment(), image, requests, after.requests());
  }

  /** For something that does not come with time alone. */
  private static Optional<Step.Waits> waits(ReasonCode code, Object... values) {
    return Optional.of(new Step.Waits(Reason.of(code, values), Optional.empty()));
  }
}
