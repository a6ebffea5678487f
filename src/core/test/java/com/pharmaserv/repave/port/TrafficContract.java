package com.pharmaserv.repave.port;

import static com.pharmaserv.repave.port.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Traffic} must do. */
public abstract class TrafficContract {
  private static final Weights BLUE = new Weights(100, 0);
  private static final Weights HALF = new Weights(50, 50);
  private static final Weights GREEN = new Weights(0, 100);

  private ProviderSubject subject;

  protected abstract ProviderSubject createSubject() throws Exception;

  /** Both slots are taken, so that either may have weight. */
  @BeforeEach
  void prepare() throws Exception {
    subject = createSubject();
    subject.launch(1, Slot.BLUE, 0, 1);
    subject.launch(2, Slot.GREEN, 0, 1);
  }

  @Test
  void showsARouteThatNothingWasRolledTo() throws Exception {
    assertThat(route()).isEqualTo(subject.beginning());
  }

  @Test
  void shiftsBothWeightsAndShowsThemAtOnce() throws Exception {
    shift(subject.beginning().weights(), BLUE, 1);
    assertThat(route().weights()).isEqualTo(BLUE);
    shift(BLUE, HALF, 1);
    assertThat(route().weights()).isEqualTo(HALF);
    shift(HALF, GREEN, 1);
    assertThat(route().weights()).isEqualTo(GREEN);
  }

  @Test
  void aShiftMayBeRepeated() throws Exception {
    shift(subject.beginning().weights(), BLUE, 1);
    shift(subject.beginning().weights(), BLUE, 1);
    shift(HALF, BLUE, 1);

    assertThat(route().weights()).isEqualTo(BLUE);
  }

  @Test
  void refusesToShiftFromOtherWeightsThanExpected() throws Exception {
    shift(subject.beginning().weights(), BLUE, 1);

    refused(subject, Failure.Kind.CONFLICT, () -> shift(Weights.NONE, GREEN, 1));
    refused(subject, Failure.Kind.CONFLICT, () -> shift(HALF, GREEN, 1));
    assertThat(route().weights()).isEqualTo(BLUE);
  }

  @Test
  void pointsTheTestRouteAndLeavesProductionAlone() throws Exception {
    shift(subject.beginning().weights(), BLUE, 1);
    for (Slot slot : Slot.values()) {
      point(slot, 1);
      point(slot, 1);
      assertThat(route()).isEqualTo(new RouteView(BLUE, Optional.of(slot)));
    }
  }

  @Test
  void aFenceRefusesTheEffectsOfALowerEpoch() throws Exception {
    shift(subject.beginning().weights(), BLUE, 1);
    subject.fleets().fence(subject.fleet(), 2);

    refused(subject, Failure.Kind.CONFLICT, () -> shift(BLUE, GREEN, 1));
    refused(subject, Failure.Kind.CONFLICT, () -> shift(BLUE, BLUE, 1));
    refused(subject, Failure.Kind.CONFLICT, () -> point(Slot.GREEN, 1));
    shift(BLUE, GREEN, 2);
    assertThat(route().weights()).isEqualTo(GREEN);
  }

  @Test
  void aShiftOfAHigherEpochFencesTheLowerOnes() throws Exception {
    shift(subject.beginning().weights(), BLUE, 4);

    refused(subject, Failure.Kind.CONFLICT, () -> shift(BLUE, GREEN, 3));
    refused(subject, Failure.Kind.CONFLICT, () -> point(Slot.GREEN, 3));
    refused(subject, Failure.Kind.CONFLICT, () -> subject.launch(1, Slot.BLUE, 0, 3));
  }

  private RouteView route() throws ProviderException {
    return subject.view().route().orElseThrow();
  }

  private void shift(Weights expected, Weights weights, long epoch) throws ProviderException {
    ShiftTraffic shift = new ShiftTraffic(expected, weights);
    subject.traffic().shift(subject.fleet(), shift, subject.stamp(epoch));
  }

  private void point(Slot slot, long epoch) throws ProviderException {
    subject
        .traffic()
        .pointTestRoute(subject.fleet(), new PointTestRoute(slot), subject.stamp(epoch));
  }
}
