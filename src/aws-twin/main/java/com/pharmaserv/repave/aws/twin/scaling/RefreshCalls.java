package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Instance refreshes: all machines of a group are replaced, one after the other. Without
 * checkpoints, skips, rollbacks and other templates.
 */
final class RefreshCalls {
  private static final Duration STEP = Duration.ofSeconds(10);

  /** Auto Scaling API reference, InstanceRefresh.Status: those that are not over. */
  private static final Set<String> ACTIVE = Set.of("Pending", "InProgress", "Cancelling");

  /** One refresh. */
  record Refresh(String id, String group, String status, Instant startedAt) {
    Refresh shows(String newStatus) {
      return new Refresh(id, group, newStatus, startedAt);
    }

    boolean active() {
      return ACTIVE.contains(status);
    }
  }

  Answer start(Request request) {
    Scaling scaling = ScalingService.of(request);
    String group = scaling.group(request.params().required("AutoScalingGroupName")).name();
    if (active(scaling, group).isPresent()) {
      throw new TwinException(
          "InstanceRefreshInProgress", "An Instance Refresh is already in progress");
    }
    String id = request.region().ids().uuid();
    put(scaling, new Refresh(id, group, "Pending", request.now()));
    request.region().clock().after(STEP, () -> step(scaling, group, id));
    return Answer.xml(xml -> xml.text("InstanceRefreshId", id));
  }

  Answer cancel(Request request) {
    Scaling scaling = ScalingService.of(request);
    String group = scaling.group(request.params().required("AutoScalingGroupName")).name();
    Refresh refresh =
        active(scaling, group)
            .orElseThrow(
                () ->
                    new TwinException(
                        "ActiveInstanceRefreshNotFound", "No in progress or pending refresh"));
    put(scaling, refresh.shows("Cancelling"));
    return Answer.xml(xml -> xml.text("InstanceRefreshId", refresh.id()));
  }

  /** The newest first. */
  Answer describe(Request request) {
    Scaling scaling = ScalingService.of(request);
    String group = scaling.group(request.params().required("AutoScalingGroupName")).name();
    List<Refresh> found =
        scaling.refreshes().under(Scaling.key(group, ""), request.asOf()).stream()
            .sorted(Comparator.comparing(Refresh::startedAt).reversed())
            .toList();
    Page<Refresh> page = ScalingService.page(request, found);
    return Answer.xml(
        xml ->
            xml.list("InstanceRefreshes", page.items(), RefreshCalls::write)
                .text("NextToken", page.next()));
  }

  private static void write(Xml xml, Refresh refresh) {
    xml.text("InstanceRefreshId", refresh.id())
        .text("AutoScalingGroupName", refresh.group())
        .text("Status", refresh.status())
        .instant("StartTime", refresh.startedAt());
  }

  private static void put(Scaling scaling, Refresh refresh) {
    scaling.refreshes().put(Scaling.key(refresh.group(), refresh.id()), refresh);
  }

  private static Optional<Refresh> active(Scaling scaling, String group) {
    return scaling.refreshes().under(Scaling.key(group, ""), scaling.now()).stream()
        .filter(Refresh::active)
        .findFirst();
  }

  private static void step(Scaling scaling, String name, String id) {
    Optional<Refresh> found = scaling.refreshes().get(Scaling.key(name, id));
    Optional<Group> group = scaling.groups().get(name).filter(g -> !g.deleting());
    if (found.isEmpty() || group.isEmpty()) {
      return;
    }
    Refresh refresh = found.get();
    if (refresh.status().equals("Cancelling")) {
      put(scaling, refresh.shows("Cancelled"));
      return;
    }
    List<Member> members =
        scaling.membersOf(name, scaling.now()).stream().filter(Member::counts).toList();
    boolean full =
        members.size() >= group.get().desired()
            && members.stream().allMatch(member -> member.inServiceAt().isPresent());
    Optional<Member> old =
        members.stream()
            .filter(member -> member.launchedAt().isBefore(refresh.startedAt()))
            .findFirst();
    boolean over = full && old.isEmpty();
    put(scaling, refresh.shows(over ? "Successful" : "InProgress"));
    if (over) {
      return;
    }
    if (full) {
      scaling
          .reconciler()
          .ender()
          .end(group.get(), old.get(), "an instance was taken out for an instance refresh");
      scaling.soon(name);
    }
    scaling.region().clock().after(STEP, () -> step(scaling, name, id));
  }
}
