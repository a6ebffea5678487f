package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.List;

/** What becomes of an image, and why. */
public sealed interface Fate {
  ImageId image();

  /** Why an image is kept. */
  enum Need {
    /** A generation runs on it, with or without traffic. */
    RUNS,
    /** A rollout is open that begins or ends with it. */
    ROLLING,
    /** A fleet ran on it lately, and may have to go back. */
    WAY_BACK,
    /** Something else refers to it. */
    REFERENCE,
    /** It is one of the newest of its recipe. */
    NEWEST,
    /** It is the newest of its recipe that may roll where a channel is asked for. */
    RELEASED,
    /** It was baked lately. */
    YOUNG
  }

  /**
   * What needs an image.
   *
   * @param subject the generation, fleet or other thing; what the rule says where the rule keeps it
   */
  record Use(Need need, String subject) {}

  /** It stays. */
  record Kept(ImageId image, List<Use> uses) implements Fate {
    public Kept {
      uses = List.copyOf(uses);
    }
  }

  /** Nothing needs it. */
  record Withdraw(ImageId image) implements Fate {}

  /** It is withdrawn, and can be restored until then. */
  record Waits(ImageId image, Instant until) implements Fate {}

  /** It is withdrawn and blocked: removed, it could be baked again and would not be blocked. */
  record Barred(ImageId image) implements Fate {}

  /** It is withdrawn, and something needs it. */
  record Restore(ImageId image, List<Use> uses) implements Fate {
    public Restore {
      uses = List.copyOf(uses);
    }
  }

  /** Nothing has needed it for the time of grace. */
  record Remove(ImageId image) implements Fate {}
}
