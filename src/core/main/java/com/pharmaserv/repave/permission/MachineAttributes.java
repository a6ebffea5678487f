package com.pharmaserv.repave.permission;

import java.util.List;

/** What can be changed of a machine on AWS. */
public final class MachineAttributes {
  /**
   * Attributes that are a single value (EC2 API reference, ModifyInstanceAttribute). The groups are
   * a list, for which EC2 promises no name of the attribute in a request (EC2 user guide,
   * "ec2:Attribute condition key"): it may be missing, but not be one of these.
   */
  public static final List<String> SINGLE =
      List.of(
          "DisableApiStop",
          "DisableApiTermination",
          "EbsOptimized",
          "EnaSupport",
          "InstanceInitiatedShutdownBehavior",
          "InstanceType",
          "Kernel",
          "Ramdisk",
          "SourceDestCheck",
          "SriovNetSupport",
          "UserData");

  private MachineAttributes() {}
}
