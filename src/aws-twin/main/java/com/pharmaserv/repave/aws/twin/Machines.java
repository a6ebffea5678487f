package com.pharmaserv.repave.aws.twin;

import java.util.Map;
import java.util.Optional;

/** What Auto Scaling and load balancing need of a region's EC2; compute implements it. */
public interface Machines {
  /** A subnet, with the VPC and the zone it lies in. */
  record Subnet(String id, String vpcId, String zone) {}

  /**
   * A version of a launch template, resolved.
   *
   * @param imageId empty if the template names none
   */
  record Template(
      String id, String name, long version, Optional<String> imageId, Optional<String> type) {}

  Optional<Subnet> subnet(String subnetId);

  /**
   * Finds a template's version.
   *
   * @param idOrName of the template
   * @param version a number, {@code $Latest} or {@code $Default}
   */
  Optional<Template> template(String idOrName, String version);

  /** Whether machines can be launched from that image: it exists, is available, is not disabled. */
  boolean imageUsable(String imageId);

  /**
   * Launches one machine as the template says, into that subnet; refuses with a {@code
   * TwinException} such as {@code InsufficientInstanceCapacity} or {@code InvalidAMIID.NotFound}.
   *
   * @param tags added to those of the template, which they override
   * @return the machine's id
   */
  String launch(Template template, String subnetId, Map<String, String> tags);

  /** Terminates the machine; nothing if it is gone or ending. */
  void terminate(String machineId);

  /** The machine; empty once EC2 has forgotten it. */
  Optional<Machine> machine(String machineId);
}
