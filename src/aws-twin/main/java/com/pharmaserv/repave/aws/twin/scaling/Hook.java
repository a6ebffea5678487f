package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;

/**
 * A lifecycle hook.
 *
 * @param heartbeatSeconds 3600 unless given (Auto Scaling API reference, PutLifecycleHook)
 * @param abandons what happens when nobody answers: ABANDON unless given
 */
record Hook(String group, String name, boolean onLaunch, int heartbeatSeconds, boolean abandons) {
  private static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
  private static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";

  static Hook parse(String group, Params params) {
    String transition = params.required("LifecycleTransition");
    if (!transition.equals(LAUNCHING) && !transition.equals(TERMINATING)) {
      throw new TwinException(
          "ValidationError", "Lifecycle transition '" + transition + "' is not valid");
    }
    return new Hook(
        group,
        params.required("LifecycleHookName"),
        transition.equals(LAUNCHING),
        params.number("HeartbeatTimeout").orElse(3600),
        !params.text("DefaultResult").orElse("ABANDON").equals("CONTINUE"));
  }

  void write(Xml xml) {
    xml.text("LifecycleHookName", name)
        .text("AutoScalingGroupName", group)
        .text("LifecycleTransition", onLaunch ? LAUNCHING : TERMINATING)
        .text("HeartbeatTimeout", heartbeatSeconds)
        .text("GlobalTimeout", Math.min(172_800, heartbeatSeconds * 100))
        .text("DefaultResult", abandons ? "ABANDON" : "CONTINUE");
  }
}
