package com.pharmaserv.repave.model;

import java.util.Optional;

/** One effect on the world. Carrying out the same action twice has the effect of once. */
public sealed interface Action {
  /** The action as a sentence in the imperative. */
  String sentence();

  /**
   * Create the generation's group and ask it for machines.
   *
   * @param like the generation whose way of treating machines (lifecycle hooks, warm-up,
   *     maintenance policy) the new one takes over
   */
  record LaunchGeneration(
      GenerationId generation,
      Optional<Slot> slot,
      ImageId image,
      int desired,
      Settings settings,
      RolloutId rollout,
      Optional<GenerationId> like)
      implements Action {
    /** A generation that copies no other one. */
    public LaunchGeneration(
        GenerationId generation,
        Optional<Slot> slot,
        ImageId image,
        int desired,
        Settings settings,
        RolloutId rollout) {
      this(generation, slot, image, desired, settings, rollout, Optional.empty());
    }

    @Override
    public String sentence() {
      return "launch "
          + generation
          + " with "
          + desired
          + " machines of "
          + image
          + slot.map(s -> " in slot " + s).orElse("");
    }
  }

  /** Ask the generation's group for another number of machines. */
  record Resize(GenerationId generation, int desired) implements Action {
    @Override
    public String sentence() {
      return "resize " + generation + " to " + desired + " machines";
    }
  }

  /** Set the generation's settings. */
  record Configure(GenerationId generation, Settings settings) implements Action {
    @Override
    public String sentence() {
      return "set "
          + generation
          + " to min "
          + settings.min()
          + ", max "
          + settings.max()
          + (settings.guarded() ? ", guarded" : ", not guarded")
          + (settings.suspended().isEmpty() ? "" : ", suspended " + settings.suspended())
          + (settings.automation().isEmpty()
              ? ""
              : ", automation " + settings.automation().names());
    }
  }

  /**
   * Set the production weights, in one step. The provider refuses with a conflict if it reads
   * weights other than {@code expected} or {@code weights} right before.
   */
  record ShiftTraffic(Weights expected, Weights weights) implements Action {
    @Override
    public String sentence() {
      return "shift traffic from " + expected + " to " + weights;
    }
  }

  /** Let the test route lead to the slot. */
  record PointTestRoute(Slot slot) implements Action {
    @Override
    public String sentence() {
      return "point the test route at slot " + slot;
    }
  }

  /** Delete the generation's empty group and everything that was made for it. */
  record RetireGeneration(GenerationId generation) implements Action {
    @Override
    public String sentence() {
      return "retire " + generation;
    }
  }

  /** Keep the image from ever rolling again, until a person says otherwise. */
  record BlockImage(ImageId image, RolloutId rollout, Reason reason) implements Action {
    @Override
    public String sentence() {
      return "block image " + image;
    }
  }

  /**
   * Keep a machine of the generation apart for forensics: out of traffic at once, then out of its
   * group, which replaces it.
   *
   * @param force although the fleet then has fewer machines than its floor
   * @param by who wants it
   */
  record Quarantine(
      GenerationId generation, String machine, boolean force, String by, String reason)
      implements Action {
    @Override
    public String sentence() {
      return "quarantine machine %s of %s%s for %s: %s"
          .formatted(machine, generation, force ? ", whatever it costs," : "", by, reason);
    }
  }
}
