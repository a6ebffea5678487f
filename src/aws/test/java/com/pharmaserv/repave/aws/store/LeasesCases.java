package com.pharmaserv.repave.aws.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.port.LeasesContract;
import com.pharmaserv.repave.testing.HandTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of leases on DynamoDB, and what it must do when answers get lost. */
abstract class LeasesCases extends LeasesContract {
  private static final int RIVALS = 8;
  private static final int MANY = 250;

  private final HandTime time = new HandTime();
  private Optional<TestTable> current = Optional.empty();

  protected abstract TestTable createTable() throws Exception;

  @Override
  protected Leases createSubject() throws Exception {
    current = Optional.of(createTable());
    return leases();
  }

  @Override
  protected void pass(Duration span) {
    time.pass(span);
  }

  private Leases leases() {
    return new DynamoLeases(current.orElseThrow().tables(), time);
  }

  private LostAnswers http() {
    return current.orElseThrow().http();
  }

  @BeforeEach
  void calm() {
    http().loseAnswers(0);
  }

  /** More than one call asks for, and more than one answer need hold. */
  @Test
  void looksAtAsManyLeasesAsThereAre() throws Exception {
    List<FleetId> fleets = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      fleets.add(new FleetId("local-eu", "fleet-" + i));
    }
    Lease first = leases().acquire(fleets.get(0), "ada");
    Lease last = leases().acquire(fleets.get(MANY - 1), "ada");

    Map<FleetId, Leases.Tally> tallies = leases().tallies(fleets);

    assertThat(tallies).hasSize(MANY);
    assertThat(tallies.entrySet().stream().filter(e -> e.getValue().held()).map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(first.fleet(), last.fleet());
  }

  @Test
  void givesOneLeaseToManyWhoAskAtOnceAndTheEpochsRise() throws Exception {
    for (long round = 1; round <= 3; round++) {
      List<Lease> won = race();

      assertThat(won).hasSize(1);
      assertThat(won.get(0).epoch()).isEqualTo(round);
      leases().release(won.get(0));
    }
  }

  private List<Lease> race() throws Exception {
    List<Callable<Optional<Lease>>> asking = new ArrayList<>();
    for (int i = 0; i < RIVALS; i++) {
      String holder = "rival " + i;
      asking.add(() -> asked(holder));
    }
    ExecutorService threads = Executors.newFixedThreadPool(RIVALS);
    try {
      List<Lease> won = new ArrayList<>();
      for (Future<Optional<Lease>> answer : threads.invokeAll(asking)) {
        answer.get().ifPresent(won::add);
      }
      return won;
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<Lease> asked(String holder) throws IOException {
    try {
      return Optional.of(leases().acquire(FLEET, holder));
    } catch (LeaseHeldException held) {
      return Optional.empty();
    }
  }

  @Test
  void knowsItsOwnLeaseWhenTheAnswerGotLost() throws Exception {
    http().loseAnswers(1);

    Lease lease = leases().acquire(FLEET, "ada");

    assertThat(lease.epoch()).isEqualTo(1);
    assertThat(leases().current(FLEET)).contains(lease);
    assertThat(http().writes()).as("what is known to have happened is not repeated").isEqualTo(1);
  }

  @Test
  void takesTheLeaseAgainWhenTheCallItselfGotLost() throws Exception {
    http().loseCalls(2);

    assertThat(leases().acquire(FLEET, "ada").epoch()).isEqualTo(1);
    assertThat(http().writes()).isEqualTo(3);
  }

  @Test
  void saysThatItDoesNotKnowAfterSomeLostCalls() throws Exception {
    http().loseCalls(99);

    assertThatThrownBy(() -> leases().acquire(FLEET, "ada"))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("'lease#local-eu/app'", "'repave'", "may or may not");
    assertThat(http().writes()).isEqualTo(3);
  }

  @Test
  void isRefusedByTheHolderEvenIfThatAnswerGetsLost() throws Exception {
    Lease first = leases().acquire(FLEET, "ada");
    http().loseAnswers(1);

    assertThatThrownBy(() -> leases().acquire(FLEET, "bob"))
        .isInstanceOfSatisfying(
            LeaseHeldException.class, held -> assertThat(held.lease()).isEqualTo(first));
  }

  @Test
  void renewsAndReleasesThoughTheAnswersGetLost() throws Exception {
    Lease lease = leases().acquire(FLEET, "ada");
    pass(Duration.ofSeconds(10));
    http().loseAnswers(1);
    Lease renewed = leases().renew(lease);

    assertThat(renewed.until()).isEqualTo(lease.until().plusSeconds(10));
    assertThat(leases().current(FLEET)).contains(renewed);
    http().loseAnswers(1);
    leases().release(renewed);
    assertThat(leases().current(FLEET)).isEmpty();
  }

  @Test
  void aLateRenewalDoesNotShortenALaterOne() throws Exception {
    Lease lease = leases().acquire(FLEET, "ada");
    HandTime behind = new HandTime();
    pass(Duration.ofSeconds(10));
    Lease renewed = leases().renew(lease);

    Lease late = new DynamoLeases(current.orElseThrow().tables(), behind).renew(lease);

    assertThat(late).isEqualTo(renewed);
    assertThat(leases().current(FLEET)).contains(renewed);
  }
}
