package com.pharmaserv.repave.aws.headroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.gauge.GaugeWorld;
import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.quotas.Quotas;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CapacityReservation;
import software.amazon.awssdk.services.ec2.model.CapacityReservationState;

class AwsHeadroomTest {
  private final GaugeWorld world = new GaugeWorld();
  private final AwsHeadroom headroom = new AwsHeadroom(world.site);
  private final Quotas quotas = world.world.region().part(Quotas.class);
  private final int zones = world.handOvers.values().iterator().next().subnets().size();

  @AfterEach
  void doubleKnowsEveryCall() {
    assertThat(world.cloud.unsupported()).isEmpty();
  }

  @Test
  void tellsWhatIsNeededUsedAndAllowed() throws Exception {
    world.serve(1, Slot.BLUE, 2);
    quotas.set("ec2", "L-1216C47A", 64);

    List<Line> lines = headroom.check(world.fleet(), 4);

    assertThat(lines).allMatch(Line::enough);
    assertThat(line(lines, "vCPU quota").detail())
        .isEqualTo(
            "needs 8 vCPUs, 4 of 64 are used (Standard (A, C, D, H, I, M, R, T, Z),"
                + " L-1216C47A; 4 machines of m5.large)");
    assertThat(line(lines, "targets of the load balancer").detail())
        .startsWith("needs 4 targets, 2 of 1000 are used (loadbalancer/app/eu-test/");
    assertThat(line(lines, "targets of the target group").detail())
        .isEqualTo("needs 4 targets, 0 of 1000 are used (L-A0D0B863)");
    assertThat(line(lines, "Auto Scaling groups").detail())
        .isEqualTo("needs 1 groups, 1 of 500 are used (L-CDE20ADC)");
    // The skeleton and the generation's own.
    assertThat(line(lines, "launch templates").detail())
        .isEqualTo("needs 1 templates, 2 of 5000 are used (L-FB451C26)");
    assertThat(lines).filteredOn(l -> l.what().startsWith("addresses in ")).hasSize(zones);
  }

  @Test
  void tellsHowManyVcpusAreTooFew() throws Exception {
    world.serve(1, Slot.BLUE, 2);
    quotas.set("ec2", "L-1216C47A", 10);

    Line line = line(headroom.check(world.fleet(), 4), "vCPU quota");
    assertThat(line.enough()).isFalse();
    assertThat(line.detail()).startsWith("needs 8 vCPUs, 4 of 10 are used, 2 too few are left");
    assertThat(line(headroom.check(world.fleet(), 3), "vCPU quota").enough()).isTrue();
  }

  @Test
  void countsReservedPlacesAsUsed() throws Exception {
    reserveByHand(3);

    assertThat(line(headroom.check(world.fleet(), 1), "vCPU quota").detail())
        .startsWith("needs 2 vCPUs, 6 of ");
  }

  @Test
  void findsTheZoneWhoseSubnetIsFull() throws Exception {
    String subnet = world.handOvers.values().iterator().next().subnets().get(0).id();
    int free = free(subnet);
    world.world.region().part(Compute.class).network().occupy(subnet, free - 1);

    List<Line> lines = headroom.check(world.fleet(), 2 * zones);
    assertThat(lines).filteredOn(l -> !l.enough()).hasSize(1);
    assertThat(lines)
        .filteredOn(l -> !l.enough())
        .first()
        .satisfies(
            l -> assertThat(l.detail()).isEqualTo("needs 2 addresses, 1 are free in " + subnet));
    assertThat(headroom.check(world.fleet(), zones)).allMatch(Line::enough);
  }

  @Test
  void costsMachinesTimesPriceTimesTheExpectedOverlap() throws Exception {
    // Two soaks of half an hour, a last one of an hour, and an hour of retention.
    assertThat(Cost.overlap(world.fleet().policy())).isEqualTo(Duration.ofHours(3));
    assertThat(line(headroom.check(world.fleet(), 4), "cost of the overlap"))
        .isEqualTo(
            new Line(
                "cost of the overlap",
                "1.38 US dollars: 4 machines of m5.large for about 3 h 0 min at 0.115 an hour"
                    + " (list price of 2024-06-30)",
                true));
  }

  @Test
  void changesNothingWhenItChecks() throws Exception {
    int before = world.cloud.calls().size();
    headroom.check(world.fleet(), 4);

    List<Call> calls = world.cloud.calls();
    assertThat(calls.subList(before, calls.size())).isNotEmpty().noneMatch(Call::mutating);
  }

  @Test
  void probesEveryZoneAtTheSameTimeAndGivesEverythingBack() throws Exception {
    List<Line> lines = headroom.probe(world.fleet(), 2 * zones);

    assertThat(lines).hasSize(zones).allMatch(Line::enough);
    assertThat(lines).allMatch(l -> l.detail().equals("has 2 machines of m5.large"));
    assertThat(reservations())
        .hasSize(zones)
        .allMatch(r -> r.state() == CapacityReservationState.CANCELLED)
        .allMatch(r -> r.totalInstanceCount() == 2)
        .allMatch(r -> r.instanceMatchCriteriaAsString().equals("targeted"));
    List<String> order = changes();
    assertThat(order.subList(0, zones)).containsOnly("CreateCapacityReservation");
    assertThat(order.subList(zones, 2 * zones)).containsOnly("CancelCapacityReservation");
  }

  @Test
  void namesTheZoneThatHasNoMachinesAndGivesTheOthersBack() throws Exception {
    String dry = world.handOvers.values().iterator().next().subnets().get(1).zone();
    world.cloud.faults().dry(dry);

    List<Line> lines = headroom.probe(world.fleet(), zones);

    assertThat(lines)
        .filteredOn(l -> !l.enough())
        .extracting(Line::what)
        .containsExactly("machines in " + dry);
    assertThat(line(lines, "machines in " + dry).detail()).contains("InsufficientInstanceCapacity");
    assertThat(reservations())
        .hasSize(zones - 1)
        .allMatch(r -> r.state() == CapacityReservationState.CANCELLED);
  }

  @Test
  void aLostAnswerLeavesNoSecondReservationAndNoneBehind() throws Exception {
    world.cloud.faults().next("CreateCapacityReservation", Fault.LOST_RESPONSE);
    world.cloud.faults().next("CancelCapacityReservation", Fault.LOST_RESPONSE);

    assertThat(headroom.probe(world.fleet(), zones)).allMatch(Line::enough);
    assertThat(reservations())
        .hasSize(zones)
        .allMatch(r -> r.state() == CapacityReservationState.CANCELLED);
  }

  @Test
  void givesBackWhatItGotWhenAZoneCannotBeAsked() {
    world.cloud.faults().later("CreateCapacityReservation", 1, Fault.THROTTLED);

    assertThatThrownBy(() -> headroom.probe(world.fleet(), zones))
        .isInstanceOf(ProviderException.class);
    assertThat(reservations())
        .hasSize(1)
        .allMatch(r -> r.state() == CapacityReservationState.CANCELLED);
  }

  @Test
  void saysWhatItCouldNotGiveBackAndThatItEndsByItself() throws Exception {
    world.cloud.faults().next("CancelCapacityReservation", Fault.THROTTLED);
    Instant before = world.now();

    List<Line> lines = headroom.probe(world.fleet(), zones);

    assertThat(lines).allMatch(Line::enough);
    assertThat(lines).filteredOn(l -> l.detail().contains("ends by itself")).hasSize(1);
    List<CapacityReservation> kept =
        reservations().stream().filter(r -> r.state() == CapacityReservationState.ACTIVE).toList();
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).endDate())
        .isBetween(before.plus(Duration.ofMinutes(9)), before.plus(Duration.ofMinutes(11)));
  }

  private static Line line(List<Line> lines, String what) {
    return lines.stream().filter(l -> l.what().equals(what)).findFirst().orElseThrow();
  }

  private List<String> changes() {
    return world.cloud.calls().stream()
        .filter(Call::mutating)
        .map(Call::operation)
        .filter(operation -> operation.contains("CapacityReservation"))
        .toList();
  }

  private List<CapacityReservation> reservations() {
    return world.world.clients().compute().describeCapacityReservations().capacityReservations();
  }

  private int free(String subnet) {
    return world
        .world
        .clients()
        .compute()
        .describeSubnets(r -> r.subnetIds(subnet))
        .subnets()
        .get(0)
        .availableIpAddressCount();
  }

  private void reserveByHand(int count) {
    String zone = world.handOvers.values().iterator().next().subnets().get(0).zone();
    world
        .world
        .clients()
        .compute()
        .createCapacityReservation(
            r ->
                r.instanceType("m5.large")
                    .instancePlatform("Linux/UNIX")
                    .availabilityZone(zone)
                    .instanceCount(count));
  }
}
