package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.wire.CloudStatus;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.Until;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The local cloud with real processes: one cloud for all tests of the class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalCloudIT {
  private LocalWorld world;
  private ImageId image;

  @BeforeAll
  void startCloud(@TempDir Path folder) throws Exception {
    world = new LocalWorld(folder);
    image = world.bake("1");
    world.start();
  }

  @AfterAll
  void stopCloud() throws Exception {
    LocalCloud.stop(world.home);
    assertThat(world.machineProcesses()).isEmpty();
  }

  @Test
  void keepsDesiredCountSpreadOverZones() throws Exception {
    GenerationId id = world.launch(world.web, 1, Optional.of(Slot.BLUE), image, 3);
    world.untilServing(world.web, id, 3);

    assertThat(world.generation(world.web, id).servingByZone())
        .isEqualTo(Map.of("local-eu-a", 1, "local-eu-b", 1, "local-eu-c", 1));

    List<String> before = machines(id);
    ProcessHandle.of(world.machineProcesses().get(0)).orElseThrow().destroyForcibly();
    Until.holds(
        "a killed machine is replaced",
        LocalWorld.START_MAX,
        () -> !machines(id).equals(before) && world.generation(world.web, id).serving() == 3);
    assertThat(world.generation(world.web, id).servingByZone().values()).containsOnly(1);

    world.launch(world.web, 1, Optional.of(Slot.BLUE), image, 5);
    assertThat(world.generation(world.web, id).desired()).as("a repeated launch").isEqualTo(3);

    world.provider.scale(world.web, id, 5);
    world.untilServing(world.web, id, 5);
    refused(Failure.Kind.DENIED, () -> world.provider.scale(world.web, id, 7));
    world.provider.resize(
        world.web, new Resize(id, 2), LocalWorld.stamp(world.web, world.newEpoch()));
    Until.holds(
        "two are left",
        LocalWorld.START_MAX,
        () -> world.generation(world.web, id).machines().size() == 2);
    assertThat(new TreeSet<>(world.generation(world.web, id).servingByZone().values()))
        .containsExactly(1);
    world.remove(world.web, id);
    assertThat(world.provider.observe(world.web).generations()).isEmpty();
  }

  @Test
  void runsFleetsWithoutRoute() throws Exception {
    GenerationId id = world.launch(world.worker, 1, Optional.empty(), image, 2);
    world.untilServing(world.worker, id, 2);

    assertThat(world.provider.observe(world.worker).route()).isEmpty();
    refused(
        Failure.Kind.DENIED,
        () ->
            world.provider.pointTestRoute(
                world.worker,
                new PointTestRoute(Slot.BLUE),
                LocalWorld.stamp(world.worker, world.newEpoch())));
    world.remove(world.worker, id);
  }

  @Test
  void saysWhyMachinesDoNotStartAndSlowsDown() throws Exception {
    GenerationId id = world.launch(world.worker, 7, Optional.empty(), world.bakeBroken(), 1);
    Until.holds(
        "trouble is told",
        LocalWorld.START_MAX,
        () -> world.generation(world.worker, id).trouble().isPresent());

    assertThat(world.generation(world.worker, id).trouble().orElseThrow())
        .matches(
            "machine worker-g0007-m\\d+ in local-eu-. exited with status 7 after \\d+\\.\\d s;"
                + " last log line: out of luck");
    world.remove(world.worker, id);
  }

  @Test
  void refusesOvertakenWritersAndUnexpectedWeights() throws Exception {
    GenerationId id = world.launch(world.web, 3, Optional.of(Slot.GREEN), image, 1);
    world.untilServing(world.web, id, 1);
    long epoch = world.newEpoch();
    world.shift(Weights.NONE, new Weights(0, 100), epoch);
    world.shift(Weights.NONE, new Weights(0, 100), epoch);

    assertThat(route().weights()).isEqualTo(new Weights(0, 100));
    refused(
        Failure.Kind.CONFLICT, () -> world.shift(new Weights(100, 0), new Weights(50, 50), epoch));
    refused(
        Failure.Kind.CONFLICT,
        () -> world.shift(new Weights(0, 100), new Weights(50, 50), epoch - 1));
    world.provider.fence(world.web, epoch + 1);
    refused(
        Failure.Kind.CONFLICT, () -> world.shift(new Weights(0, 100), new Weights(50, 50), epoch));
    refused(
        Failure.Kind.CONFLICT,
        () ->
            world.provider.retire(
                world.web, new RetireGeneration(id), LocalWorld.stamp(world.web, epoch + 1)));
    refused(
        Failure.Kind.GONE,
        () ->
            world.provider.resize(
                world.web,
                new Resize(new GenerationId(world.web.id(), 99), 1),
                LocalWorld.stamp(world.web, epoch + 1)));
    assertThat(route().weights()).isEqualTo(new Weights(0, 100));

    world.provider.pointTestRoute(
        world.web, new PointTestRoute(Slot.GREEN), LocalWorld.stamp(world.web, epoch + 1));
    Probe probe = world.provider.probe(world.web);
    assertThat(probe.passed()).as(probe.detail()).isTrue();
    world.shift(new Weights(0, 100), Weights.NONE, epoch + 1);
    world.remove(world.web, id);
  }

  @Test
  void startingTwiceIsHarmless() throws Exception {
    CloudStatus first = world.start();
    CloudStatus second = world.start();

    assertThat(second.pid()).isEqualTo(first.pid());
    assertThat(LocalCloud.status(world.home)).isPresent();
  }

  @Test
  void refusesMoreMachinesThanThereIsRoomFor() {
    refused(
        Failure.Kind.CAPACITY,
        () -> world.launch(world.worker, 20, Optional.empty(), image, 1_000));
  }

  @Test
  void listsGenerationsOfAllFleets() throws Exception {
    GenerationId id = world.launch(world.worker, 30, Optional.empty(), image, 0);

    assertThat(world.provider.all(LocalWorld.ENVIRONMENT)).extracting(Generation::id).contains(id);
    world.remove(world.worker, id);
  }

  private FleetView.RouteView route() throws ProviderException {
    return world.provider.observe(world.web).route().orElseThrow();
  }

  private List<String> machines(GenerationId id) throws ProviderException {
    return world.generation(world.web, id).machines().stream()
        .filter(machine -> machine.lifecycle() == Lifecycle.IN_SERVICE)
        .map(Machine::id)
        .sorted()
        .toList();
  }

  private static void refused(Failure.Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).as(e.getMessage()).isEqualTo(kind));
  }
}
