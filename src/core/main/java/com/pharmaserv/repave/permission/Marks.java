package com.pharmaserv.repave.permission;

/**
 * The tags by which IAM tells this tool's things from others. What the tool makes carries them from
 * birth, and it may change nothing that does not.
 */
public final class Marks {
  public static final String MANAGED_BY = "repave:managed-by";

  /** {@link #MANAGED_BY} of groups and templates. */
  public static final String ROLLOUT_TOOL = "rollout";

  /** {@link #MANAGED_BY} of images and of the machines that bake them. */
  public static final String BAKE_TOOL = "bake";

  public static final String ENVIRONMENT = "repave:environment";

  /**
   * How earlier versions of this tool marked a generation that may not be deleted, before groups
   * had deletion protection. Still heeded as {@code true}; never written, and taken off when its
   * generation is configured.
   */
  public static final String GUARDED = "repave:guarded";

  /** On machines that are kept apart: why. On copies of their disks: of which machine. */
  public static final String QUARANTINE = "repave:quarantine";

  public static final String QUARANTINE_BY = "repave:quarantine-by";
  public static final String QUARANTINE_AT = "repave:quarantine-at";

  private Marks() {}
}
