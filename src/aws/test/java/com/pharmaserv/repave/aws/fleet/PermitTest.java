package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.HandTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PermitTest {
  private static final FleetId APP = new FleetId("eu-test", "app");
  private static final Stamp STAMP =
      new Stamp(new RolloutId(APP, 1), "test", 3, new Head(1, "0".repeat(64)));

  private final HandTime time = new HandTime();
  private final MemoryFence fence = new MemoryFence();

  @Test
  void isRefusedToWhoWasOvertaken() throws Exception {
    fence.raise(APP, 4);

    assertThatThrownBy(() -> Permit.of(fence, time, APP, STAMP))
        .isInstanceOf(ProviderException.class)
        .hasMessage("3 was overtaken by 4");
  }

  @Test
  void isAskedForAgainBeforeAWriteIfReadingTookLong() throws Exception {
    Permit permit = Permit.of(fence, time, APP, STAMP);
    time.pass(Duration.ofSeconds(3));
    fence.raise(APP, 4);

    assertThatThrownBy(permit::check).hasMessage("3 was overtaken by 4");
  }

  @Test
  void holdsForAWriteThatFollowsAtOnce() throws Exception {
    Permit permit = Permit.of(fence, time, APP, STAMP);
    time.pass(Duration.ofSeconds(2));

    assertThatCode(permit::check).doesNotThrowAnyException();
  }
}
