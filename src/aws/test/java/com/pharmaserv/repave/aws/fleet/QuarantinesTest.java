package com.pharmaserv.repave.aws.fleet;

import static com.pharmaserv.repave.aws.fleet.Acting.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The steps of a quarantine on AWS, in their order, and what a step that fails leaves behind. */
class QuarantinesTest {
  private static final String WHY = "asks for a miner's name";

  private final Acting app = Acting.routed();
  private String machine = "";

  @BeforeEach
  void serve() throws Exception {
    app.launch(1, Slot.BLUE, 2);
    settle();
  }

  private void settle() throws Exception {
    for (int i = 0; i < 60 && app.seen(1).inService() < 2; i++) {
      app.pass(Duration.ofSeconds(10));
    }
    assertThat(app.seen(1).inService()).isEqualTo(2);
    machine = app.seen(1).machines().get(0).id();
  }

  private void quarantine(String which, String why) throws ProviderException {
    Quarantine action = new Quarantine(app.id(1), which, true, "ada", why);
    app.world.fleets.quarantine(app.fleet, action, app.stamp());
  }

  private void quarantine() throws ProviderException {
    quarantine(machine, WHY);
  }

  private List<Quarantined> kept() throws ProviderException {
    return app.world.fleets.quarantined(app.fleet.id().environment());
  }

  private Ec2Client ec2() {
    return app.world.world.clients().compute();
  }

  private Instance instance() {
    return ec2()
        .describeInstances(r -> r.instanceIds(machine))
        .reservations()
        .get(0)
        .instances()
        .get(0);
  }

  private List<String> groups() {
    return instance().securityGroups().stream().map(g -> g.groupId()).toList();
  }

  private List<Snapshot> copies() {
    return ec2().describeSnapshots(r -> r.ownerIds("self")).snapshots().stream()
        .filter(s -> s.tags().contains(tag("repave:quarantine", machine)))
        .toList();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private boolean inTheGroup() {
    return app.group(1).instances().stream().anyMatch(i -> i.instanceId().equals(machine));
  }

  @Test
  void cutsOffFirstThenMarksThenTakesOutThenCopies() throws Exception {
    int before = app.soFar();

    quarantine();

    assertThat(app.writesSince(before))
        .containsExactly(
            "ModifyInstanceAttribute", "CreateTags", "DetachInstances", "CreateSnapshots");
    assertThat(groups()).containsExactly(app.world.cell);
    assertThat(inTheGroup()).isFalse();
    assertThat(app.group(1).desiredCapacity()).isEqualTo(2);
    assertThat(copies()).hasSize(instance().blockDeviceMappings().size()).isNotEmpty();
    assertThat(copies().get(0).tags()).contains(tag("repave:environment", "eu-test"));
  }

  @Test
  void asksNothingOfAMachineThatIsApartAlready() throws Exception {
    quarantine();
    int before = app.soFar();

    quarantine();

    assertThat(app.writesSince(before)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ModifyInstanceAttribute", "CreateTags", "DetachInstances", "CreateSnapshots"})
  void askedAgainGoesOnWhereItBrokeOff(String step) throws Exception {
    for (Fault fault : new Fault[] {Fault.LOST_REQUEST, Fault.LOST_RESPONSE}) {
      app.world.cloud.faults().next(step, fault);
      fails(Failure.Kind.UNKNOWN_OUTCOME, this::quarantine);

      quarantine();

      assertThat(groups()).containsExactly(app.world.cell);
      assertThat(inTheGroup()).isFalse();
      assertThat(kept()).extracting(Quarantined::machine).contains(machine);
      assertThat(copies()).hasSize(instance().blockDeviceMappings().size());
      settle();
    }
  }

  /** What nobody can see in its group any more must be found by its tag. */
  @Test
  void aMachineThatLeftItsGroupIsMarkedAlready() throws Exception {
    app.world.cloud.faults().next("CreateSnapshots", Fault.SERVER_ERROR);
    app.world.cloud.faults().next("CreateSnapshots", Fault.SERVER_ERROR);
    app.world.cloud.faults().next("CreateSnapshots", Fault.SERVER_ERROR);
    try {
      quarantine();
    } catch (ProviderException failed) {
      assertThat(failed).hasMessageContaining("copy the disks of machine " + machine);
    }
    assertThat(inTheGroup()).isFalse();
    assertThat(kept()).extracting(Quarantined::machine).containsExactly(machine);
  }

  @Test
  void refusesWithoutTheGroupThatCutsOff() throws Exception {
    HandOver known = Objects.requireNonNull(app.world.handOvers.get(app.fleet.id()));
    HandOver older =
        new HandOver(
            "1.0",
            known.fleet(),
            known.account(),
            known.region(),
            known.subnets(),
            known.route(),
            known.skeleton(),
            known.table(),
            known.bake());
    app.world.handOvers.put(app.fleet.id(), older);
    int before = app.soFar();

    fails(Failure.Kind.DENIED, this::quarantine)
        .withMessageContaining("names no security group for quarantine")
        .withMessageContaining("pulumi up");
    assertThat(app.writesSince(before)).isEmpty();
  }

  @Test
  void takesNoMachineOfAnotherFleet() throws Exception {
    Acting other = new Acting(app.world, app.world.routed("other"));
    other.launch(1, Slot.BLUE, 1);
    app.pass(Duration.ofMinutes(3));
    String theirs = other.seen(1).machines().get(0).id();
    int before = app.soFar();

    fails(Failure.Kind.GONE, () -> quarantine(theirs, WHY))
        .withMessageContaining("has no machine " + theirs);
    assertThat(app.writesSince(before)).isEmpty();
  }

  @Test
  void namesAlsoWhatTheInfrastructuresOwnReactionTookOut() throws Exception {
    ec2().createTags(r -> r.resources(machine).tags(tag("repave:quarantine", "finding-1")));

    assertThat(kept())
        .containsExactly(
            new Quarantined(machine, app.id(1), Optional.empty(), Optional.empty(), "finding-1"));
  }

  @Test
  void aLongReasonIsCutToWhatATagTakes() throws Exception {
    quarantine(machine, "x".repeat(300));

    assertThat(kept().get(0).reason()).hasSize(256).endsWith("...");
  }

  @Test
  void aMachineThatHasEndedIsInQuarantineNoMore() throws Exception {
    quarantine();
    ec2().terminateInstances(r -> r.instanceIds(machine));
    app.pass(Duration.ofMinutes(2));

    assertThat(kept()).isEmpty();
  }
}
