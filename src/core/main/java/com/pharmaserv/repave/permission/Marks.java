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
   * {@code true} while the generation may not be deleted. The version of the API that is used here
   * has no deletion protection for groups: this tool and its IAM policy heed the tag instead.
   */
  public static final String GUARDED = "repave:guarded";

  private Marks() {}
}
