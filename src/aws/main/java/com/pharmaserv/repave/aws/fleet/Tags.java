package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.permission.Marks;
import java.util.List;

/** Keys of the tags by which everything that this tool made is found again. */
public final class Tags {
  /** Of every key that is this tool's. */
  static final String PREFIX = "repave:";

  public static final String MANAGED_BY = Marks.MANAGED_BY;

  /** {@link #MANAGED_BY} of groups and templates. */
  public static final String ROLLOUT_TOOL = Marks.ROLLOUT_TOOL;

  /** {@link #MANAGED_BY} of images and of the machines that bake them. */
  public static final String BAKE_TOOL = Marks.BAKE_TOOL;

  public static final String ENVIRONMENT = Marks.ENVIRONMENT;
  public static final String FLEET = "repave:fleet";

  /** As people read it, for example {@code app-g0042}. */
  public static final String GENERATION = "repave:generation";

  /** The number of the rollout that launched it. */
  public static final String ROLLOUT = "repave:rollout";

  public static final String EPOCH = "repave:epoch";

  /** The journal record that asked for it, as number and hash: no journal of the fleet lacks it. */
  public static final String INTENT = "repave:intent";

  /** On groups {@code name@digest} in full, on images the name alone. */
  public static final String IMAGE = "repave:image";

  /** On images: the digest's 64 hexadecimal digits. */
  public static final String DIGEST = "repave:digest";

  public static final String OWNER = "repave:owner";

  /** {@code blue} or {@code green}; absent without a route. */
  public static final String SLOT = "repave:slot";

  /**
   * How earlier versions of this tool marked a generation that may not be deleted, before groups
   * had deletion protection. Still heeded as {@code true}; never written, and taken off when its
   * generation is configured.
   */
  public static final String GUARDED = Marks.GUARDED;

  /** Which shape of the infrastructure's hand-over it was launched with. */
  public static final String HANDOVER = "repave:handover";

  /** On images: when the bake was finished. An image without it is half made. */
  public static final String BAKED_AT = "repave:baked-at";

  /** On images: why it is blocked; absent while it may roll. */
  public static final String BLOCK = "repave:block";

  /**
   * Not for machines: these change while machines run, and a tag that a machine got at its start
   * would then say something else than its group's.
   */
  static final List<String> OF_THE_GROUP_ALONE = List.of(EPOCH, INTENT);

  private Tags() {}
}
