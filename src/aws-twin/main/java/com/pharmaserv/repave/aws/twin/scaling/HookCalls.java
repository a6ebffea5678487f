package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.scaling.Member.State;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.List;

/** Operations on lifecycle hooks. */
final class HookCalls {
  Answer put(Request request) {
    Scaling scaling = ScalingService.of(request);
    String group = scaling.group(request.params().required("AutoScalingGroupName")).name();
    Hook hook = Hook.parse(group, request.params());
    scaling.hooks().put(Scaling.key(group, hook.name()), hook);
    return Answer.empty();
  }

  Answer describe(Request request) {
    Scaling scaling = ScalingService.of(request);
    String group = scaling.group(request.params().required("AutoScalingGroupName")).name();
    List<String> names = request.params().texts("LifecycleHookNames");
    List<Hook> found =
        scaling.hooks().under(Scaling.key(group, ""), request.asOf()).stream()
            .filter(hook -> names.isEmpty() || names.contains(hook.name()))
            .toList();
    return Answer.xml(xml -> xml.list("LifecycleHooks", found, (item, hook) -> hook.write(item)));
  }

  Answer delete(Request request) {
    Scaling scaling = ScalingService.of(request);
    String group = scaling.group(request.params().required("AutoScalingGroupName")).name();
    String key = Scaling.key(group, request.params().required("LifecycleHookName"));
    if (!scaling.hooks().has(key)) {
      throw new TwinException("ValidationError", "No lifecycle hook found: " + key);
    }
    scaling.hooks().remove(key);
    return Answer.empty();
  }

  Answer complete(Request request) {
    Scaling scaling = ScalingService.of(request);
    Params params = request.params();
    Member member = scaling.memberOf(params.required("InstanceId"));
    boolean abandoned = params.required("LifecycleActionResult").equals("ABANDON");
    if (member.state() == State.PENDING_WAIT) {
      scaling.reconciler().launcher().answered(member, abandoned);
    } else if (member.state() == State.TERMINATING_WAIT) {
      scaling.reconciler().ender().answered(member);
    } else {
      throw new TwinException(
          "ValidationError",
          "No active Lifecycle Action found with instance ID " + member.machineId());
    }
    return Answer.empty();
  }
}
