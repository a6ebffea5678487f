package com.pharmaserv.repave.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.Leases.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Leases} must do. */
public abstract class LeasesContract {
  protected static final FleetId FLEET = new FleetId("local-eu", "app");
  protected static final FleetId OTHER = new FleetId("local-eu", "web");

  /** How far a clock is ahead that went back afterwards. */
  private static final Duration AHEAD = Duration.ofHours(2);

  private static final Duration LITTLE = Duration.ofSeconds(1);

  private Leases leases;

  /** A fresh subject that holds no lease. */
  protected abstract Leases createSubject() throws Exception;

  /** Lets time pass for the subject. */
  protected abstract void pass(Duration span);

  @BeforeEach
  void prepare() throws Exception {
    leases = createSubject();
  }

  @Test
  void givesAFreeLeaseForItsTerm() throws Exception {
    assertThat(leases.current(FLEET)).isEmpty();

    Lease lease = leases.acquire(FLEET, "ada");

    assertThat(lease.fleet()).isEqualTo(FLEET);
    assertThat(lease.holder()).isEqualTo("ada");
    assertThat(lease.epoch()).isEqualTo(1);
    assertThat(lease.until()).isEqualTo(lease.since().plus(Leases.TERM));
    assertThat(leases.current(FLEET)).contains(lease);
  }

  @Test
  void tellsOfManyAtOnceWhoseTurnItIsAndWhetherItLasts() throws Exception {
    assertThat(leases.tallies(List.of())).isEmpty();
    Lease over = leases.acquire(FLEET, "ada");
    leases.release(over);
    leases.release(leases.acquire(FLEET, "bob"));
    leases.acquire(OTHER, "ada");
    FleetId never = new FleetId("local-eu", "never");

    assertThat(leases.tallies(List.of(FLEET, OTHER, never)))
        .isEqualTo(
            Map.of(FLEET, new Tally(2, false), OTHER, new Tally(1, true), never, Tally.NONE));

    pass(Leases.TERM);
    assertThat(leases.tallies(List.of(OTHER))).isEqualTo(Map.of(OTHER, new Tally(1, false)));
  }

  @Test
  void refusesASecondHolderAndSaysWhoSinceAndUntil() throws Exception {
    Lease lease = leases.acquire(FLEET, "ada");
    pass(LITTLE);

    assertThatThrownBy(() -> leases.acquire(FLEET, "bob"))
        .isInstanceOfSatisfying(
            LeaseHeldException.class, e -> assertThat(e.lease()).isEqualTo(lease))
        .hasMessageContainingAll(
            "local-eu/app", "ada", lease.since().toString(), lease.until().toString(), "epoch 1");
    assertThat(leases.current(FLEET)).contains(lease);
  }

  @Test
  void refusesTheSameHolderASecondTime() throws Exception {
    leases.acquire(FLEET, "ada");

    held(() -> leases.acquire(FLEET, "ada"));
  }

  @Test
  void keepsFleetsApart() throws Exception {
    leases.acquire(FLEET, "ada");

    assertThat(leases.acquire(OTHER, "bob").epoch()).isEqualTo(1);
  }

  @Test
  void raisesTheEpochWithEveryHolder() throws Exception {
    Lease first = leases.acquire(FLEET, "ada");
    leases.release(first);
    Lease second = leases.acquire(FLEET, "ada");
    leases.release(second);
    Lease third = leases.acquire(FLEET, "bob");

    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(third.epoch()).isGreaterThan(second.epoch());
  }

  @Test
  void letsAnotherTakeALeaseThatIsOverAndNotAMomentEarlier() throws Exception {
    Lease first = leases.acquire(FLEET, "ada");
    pass(Leases.TERM.minusMillis(1));
    held(() -> leases.acquire(FLEET, "bob"));
    pass(Duration.ofMillis(1));
    assertThat(leases.current(FLEET)).isEmpty();

    Lease second = leases.acquire(FLEET, "bob");

    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(leases.current(FLEET)).contains(second);
  }

  @Test
  void renewalExtendsTheTermAndKeepsTheEpoch() throws Exception {
    Lease lease = leases.acquire(FLEET, "ada");
    pass(Leases.TERM.dividedBy(2));

    Lease renewed = leases.renew(lease);

    assertThat(renewed.epoch()).isEqualTo(lease.epoch());
    assertThat(renewed.since()).isEqualTo(lease.since());
    assertThat(renewed.until()).isEqualTo(lease.until().plus(Leases.TERM.dividedBy(2)));
    pass(Leases.TERM.minus(LITTLE));
    held(() -> leases.acquire(FLEET, "bob"));
  }

  @Test
  void refusesRenewalAfterSomebodyElseTookIt() throws Exception {
    Lease lost = leases.acquire(FLEET, "ada");
    pass(Leases.TERM);
    Lease taken = leases.acquire(FLEET, "bob");

    held(() -> leases.renew(lost));
    assertThat(leases.current(FLEET)).contains(taken);
    leases.release(taken);
    held(() -> leases.renew(lost));
  }

  @Test
  void renewsALateLeaseThatNobodyTook() throws Exception {
    Lease late = leases.acquire(FLEET, "ada");
    pass(Leases.TERM.plus(LITTLE));

    Lease renewed = leases.renew(late);

    assertThat(renewed.epoch()).isEqualTo(late.epoch());
    held(() -> leases.acquire(FLEET, "bob"));
  }

  @Test
  void releaseFreesTheLeaseAtOnceAndMayBeRepeated() throws Exception {
    Lease lease = leases.acquire(FLEET, "ada");

    leases.release(lease);
    leases.release(lease);

    assertThat(leases.current(FLEET)).isEmpty();
    assertThat(leases.acquire(FLEET, "bob").holder()).isEqualTo("bob");
  }

  @Test
  void aLeaseThatWasGivenBackIsOverByEveryClock() throws Exception {
    leases.release(leases.acquire(FLEET, "ada"));
    pass(Leases.TERM.negated());

    assertThat(leases.current(FLEET)).isEmpty();
    assertThat(leases.acquire(FLEET, "bob").holder()).isEqualTo("bob");
  }

  @Test
  void releaseByAnEarlierHolderIsHarmless() throws Exception {
    Lease lost = leases.acquire(FLEET, "ada");
    pass(Leases.TERM);
    Lease taken = leases.acquire(FLEET, "bob");

    leases.release(lost);

    assertThat(leases.current(FLEET)).contains(taken);
    held(() -> leases.acquire(FLEET, "eve"));
  }

  @Test
  void aLeaseFromTheFutureIsOverATermAfterItWasFirstSeen() throws Exception {
    pass(AHEAD);
    Lease ahead = leases.acquire(FLEET, "ada");
    pass(AHEAD.negated());

    held(() -> leases.acquire(FLEET, "bob"));
    pass(Leases.TERM.minusMillis(1));
    held(() -> leases.acquire(FLEET, "bob"));
    pass(Duration.ofMillis(1));
    Lease taken = leases.acquire(FLEET, "bob");
    assertThat(taken.epoch()).isGreaterThan(ahead.epoch());
    held(() -> leases.renew(ahead));
  }

  @Test
  void aHolderFromTheFutureThatLivesKeepsItsLease() throws Exception {
    pass(AHEAD);
    Lease lease = leases.acquire(FLEET, "ada");
    for (int i = 0; i < 5; i++) {
      pass(AHEAD.negated());
      held(() -> leases.acquire(FLEET, "bob"));
      pass(Leases.TERM.dividedBy(2));
      held(() -> leases.acquire(FLEET, "bob"));
      pass(AHEAD);
      lease = leases.renew(lease);
    }
    assertThat(leases.current(FLEET)).contains(lease);
  }

  private static void held(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(LeaseHeldException.class);
  }
}
