package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Obstacle;
import com.pharmaserv.repave.model.Obstacle.Kind;
import com.pharmaserv.repave.model.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** An instance refresh that somebody started is seen, named, and over when it is over. */
class RefreshTest {
  private final Acting app = Acting.routed();
  private final AutoScalingClient scaling = app.world.world.clients().scaling();

  @BeforeEach
  void launch() throws Exception {
    app.launch(1, Slot.BLUE, 2);
    app.pass(Duration.ofMinutes(5));
  }

  private List<Obstacle> obstacles() throws Exception {
    return app.world.fleets.observe(app.fleet).obstacles();
  }

  private String start() {
    return scaling
        .startInstanceRefresh(r -> r.autoScalingGroupName(app.name(1)))
        .instanceRefreshId();
  }

  @Test
  void isNamedWithItsStateUntilItIsOver() throws Exception {
    assertThat(obstacles()).isEmpty();
    String id = start();
    app.pass(Surroundings.SLOWER);

    assertThat(obstacles())
        .containsExactly(
            new Obstacle(
                Kind.REPLACEMENT,
                "instance refresh %s of %s is in state InProgress".formatted(id, app.name(1)),
                Optional.of(app.id(1)),
                Optional.of(Slot.BLUE)));
    app.pass(Duration.ofMinutes(30));
    assertThat(obstacles()).isEmpty();
  }

  @Test
  void isSeenAtOnceByAProcessThatHasJustStarted() throws Exception {
    start();

    assertThat(obstacles())
        .singleElement()
        .matches(o -> o.kind() == Kind.REPLACEMENT && o.what().endsWith("in state Pending"));
  }

  @Test
  void isAskedForSeldomAndWithoutItsAnswerTheLastOneCounts() throws Exception {
    obstacles();
    start();
    app.pass(Surroundings.SLOWER);
    assertThat(obstacles()).isNotEmpty();
    int before = app.calls("DescribeInstanceRefreshes").size();
    app.pass(Observer.FRESH);
    obstacles();
    assertThat(app.calls("DescribeInstanceRefreshes")).hasSize(before);
    app.pass(Surroundings.SLOWER);
    app.world.cloud.faults().next("DescribeInstanceRefreshes", Fault.THROTTLED);

    assertThat(obstacles()).singleElement().matches(o -> o.kind() == Kind.REPLACEMENT);
    assertThat(app.calls("DescribeInstanceRefreshes")).hasSize(before + 1);
  }
}
