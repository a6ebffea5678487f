package com.pharmaserv.repave.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.wire.Place;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FleetStateTest {
  private static final FleetId FLEET = new FleetId("local-eu", "hello");
  private static final GenerationId FIRST = new GenerationId(FLEET, 1);
  private static final Settings SETTINGS = Settings.of(2, 4, List.of("Launch"), true);
  private static final Weights ALL_BLUE = new Weights(100, 0);

  @Test
  void launchTwiceIsLaunchOnce() throws ProviderException {
    FleetState once = routed().launch(launch(1, Slot.BLUE, "a", 3));

    assertThat(once.launch(launch(1, Slot.BLUE, "a", 9))).isEqualTo(once);
    assertThat(once.groups()).hasSize(1);
  }

  @Test
  void refusesTakenSlotAndChangedGeneration() throws ProviderException {
    FleetState state = routed().launch(launch(1, Slot.BLUE, "a", 3));

    refused(Failure.Kind.CONFLICT, () -> state.launch(launch(2, Slot.BLUE, "a", 3)));
    refused(Failure.Kind.CONFLICT, () -> state.launch(launch(1, Slot.BLUE, "b", 3)));
    assertThat(state.launch(launch(2, Slot.GREEN, "b", 3)).groups()).hasSize(2);
  }

  @Test
  void epochsOnlyRise() throws ProviderException {
    FleetState state = routed().fence(5);

    assertThat(state.fence(5)).isEqualTo(state);
    assertThat(state.fence(6).epoch()).isEqualTo(6);
    refused(Failure.Kind.CONFLICT, () -> state.fence(4));
  }

  @Test
  void shiftsOnlyFromExpectedWeights() throws ProviderException {
    FleetState state = routed().shift(new ShiftTraffic(Weights.NONE, ALL_BLUE));

    assertThat(state.weights()).isEqualTo(ALL_BLUE);
    assertThat(state.shift(new ShiftTraffic(Weights.NONE, ALL_BLUE))).isEqualTo(state);
    refused(
        Failure.Kind.CONFLICT,
        () -> state.shift(new ShiftTraffic(Weights.NONE, new Weights(50, 50))));
  }

  @Test
  void resizeStretchesBoundsAndKeepsTheRest() throws ProviderException {
    FleetState state = routed().launch(launch(1, Slot.BLUE, "a", 3));

    assertThat(group(state.resize(new Resize(FIRST, 9))).settings())
        .isEqualTo(Settings.of(2, 9, List.of("Launch"), true));
    assertThat(group(state.resize(new Resize(FIRST, 0))).settings())
        .isEqualTo(Settings.of(0, 4, List.of("Launch"), true));
  }

  @Test
  void operatorsStayWithinTheBounds() throws ProviderException {
    FleetState state = routed().launch(launch(1, Slot.BLUE, "a", 3));

    assertThat(group(state.scale(new Resize(FIRST, 4))).desired()).isEqualTo(4);
    refused(Failure.Kind.DENIED, () -> state.scale(new Resize(FIRST, 5)));
    refused(Failure.Kind.DENIED, () -> state.scale(new Resize(FIRST, 1)));
  }

  @Test
  void configureNeverTakesMachinesAway() throws ProviderException {
    FleetState state = routed().launch(launch(1, Slot.BLUE, "a", 3));

    assertThat(group(configured(state, 0, 1)).desired()).isEqualTo(3);
    assertThat(group(configured(state, 5, 6)).desired()).isEqualTo(5);
    refused(
        Failure.Kind.GONE,
        () -> state.configure(new Configure(new GenerationId(FLEET, 7), SETTINGS)));
  }

  @Test
  void routeIsFixedWhileThereAreGenerations() throws ProviderException {
    FleetState state = routed().launch(launch(1, Slot.BLUE, "a", 3));
    Place moved = place(Optional.of("other.localhost"));

    refused(Failure.Kind.CONFLICT, () -> state.follow(moved));
    assertThat(state.retire(FIRST).follow(moved).host()).contains("other.localhost");
  }

  @Test
  void fleetsWithoutRouteHaveNoTraffic() {
    FleetState state = FleetState.of(place(Optional.empty()));

    refused(Failure.Kind.DENIED, () -> state.shift(new ShiftTraffic(Weights.NONE, ALL_BLUE)));
    refused(Failure.Kind.DENIED, () -> state.pointTestRoute(Slot.BLUE));
    refused(Failure.Kind.DENIED, () -> state.launch(launch(1, Slot.BLUE, "a", 1)));
  }

  @Test
  void survivesItsWayThroughJson() throws Exception {
    FleetState state =
        routed()
            .fence(7)
            .launch(launch(1, Slot.BLUE, "a", 3))
            .launch(launch(2, Slot.GREEN, "b", 1))
            .shift(new ShiftTraffic(Weights.NONE, new Weights(75, 25)))
            .pointTestRoute(Slot.GREEN);

    assertThat(FleetState.read(Json.read(Json.write(state.json()), "it"))).isEqualTo(state);
  }

  private static FleetState configured(FleetState state, int min, int max)
      throws ProviderException {
    return state.configure(new Configure(FIRST, Settings.of(min, max, List.of(), false)));
  }

  private static Group group(FleetState state) {
    return state.groups().get(0);
  }

  private static FleetState routed() {
    return FleetState.of(place(Optional.of("hello.localhost")));
  }

  private static Place place(Optional<String> host) {
    return new Place(FLEET, host, "/", List.of("a", "b"), new Listen(0, 0));
  }

  private static LaunchGeneration launch(int number, Slot slot, String image, int desired) {
    return new LaunchGeneration(
        new GenerationId(FLEET, number),
        Optional.of(slot),
        new ImageId(image, "0".repeat(64)),
        desired,
        SETTINGS,
        new RolloutId(FLEET, number));
  }

  private static void refused(Failure.Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).as(e.getMessage()).isEqualTo(kind));
  }
}
