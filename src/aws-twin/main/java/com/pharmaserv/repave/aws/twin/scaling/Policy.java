package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.wire.Params;
import java.util.List;

/**
 * A scaling policy; nothing in the double follows it.
 *
 * @param alarms the names of the alarms that target tracking made for it
 * @param given its settings, as they were put
 */
record Policy(String group, String name, String arn, List<String> alarms, Params given) {
  Policy {
    alarms = List.copyOf(alarms);
  }
}
