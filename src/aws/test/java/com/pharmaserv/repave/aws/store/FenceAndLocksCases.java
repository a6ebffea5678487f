package com.pharmaserv.repave.aws.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fences and locks must do, also when answers get lost. */
abstract class FenceAndLocksCases {
  private static final FleetId FLEET = new FleetId("local-eu", "app");
  private static final FleetId OTHER = new FleetId("local-eu", "web");
  private static final ImageId IMAGE = new ImageId("app", "ab".repeat(32));

  private Optional<TestTable> current = Optional.empty();

  protected abstract TestTable createTable() throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    current = Optional.of(createTable());
  }

  private Fence fence() {
    return new DynamoFence(current.orElseThrow().tables());
  }

  private Locks locks() {
    return new DynamoLocks(() -> current.orElseThrow().table());
  }

  private LostAnswers http() {
    return current.orElseThrow().http();
  }

  @Test
  void aFenceRefusesEveryLowerEpochOfThatFleetOnly() throws Exception {
    fence().raise(FLEET, 3);

    overtaken(() -> fence().require(FLEET, 2));
    overtaken(() -> fence().raise(FLEET, 2));
    fence().require(FLEET, 3);
    fence().raise(FLEET, 3);
    fence().require(OTHER, 1);
  }

  @Test
  void anEffectOfAHigherEpochRaisesTheFence() throws Exception {
    fence().require(FLEET, 1);
    fence().require(FLEET, 4);

    overtaken(() -> fence().require(FLEET, 3));
  }

  @Test
  void aFenceThatStandsIsNotWrittenAgain() throws Exception {
    fence().raise(FLEET, 3);
    int before = http().writes();
    fence().require(FLEET, 3);

    assertThat(http().writes()).isEqualTo(before);
  }

  @Test
  void raisesTheFenceThoughTheAnswerGetsLost() throws Exception {
    http().loseAnswers(1);
    fence().raise(FLEET, 3);
    http().loseCalls(1);
    fence().raise(FLEET, 4);

    overtaken(() -> fence().require(FLEET, 3));
  }

  private static void overtaken(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CONFLICT))
        .hasMessageContainingAll("local-eu/app", "overtaken by epoch");
  }

  @Test
  void keepsALockAndRefusesAnother() throws Exception {
    assertThat(locks().find(IMAGE)).isEmpty();
    http().loseAnswers(1);
    locks().keep(IMAGE, "openssl 3.0.1\ngrüße 1\n");
    locks().keep(IMAGE, "openssl 3.0.1\ngrüße 1\n");

    assertThat(locks().find(IMAGE)).contains("openssl 3.0.1\ngrüße 1\n");
    assertThatThrownBy(() -> locks().keep(IMAGE, "openssl 3.0.2\n"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(IMAGE.full() + " has another lock");
    assertThat(locks().find(IMAGE)).contains("openssl 3.0.1\ngrüße 1\n");
  }

  @Test
  void keepsTheLargestLockAndNamesTheBoundForALargerOne() throws Exception {
    String largest = "x".repeat(DynamoLocks.BYTES_MAX);
    locks().keep(IMAGE, largest);

    assertThat(locks().find(IMAGE)).contains(largest);
    assertThatThrownBy(() -> locks().keep(IMAGE, largest + "x"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContainingAll("389121 bytes", "389120");
  }
}
