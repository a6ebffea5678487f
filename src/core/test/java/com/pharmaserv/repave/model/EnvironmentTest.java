package com.pharmaserv.repave.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.pharmaserv.repave.model.Environment.Aws;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.Environment.Local;
import com.pharmaserv.repave.model.Environment.Where;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static final EnvironmentId ID = new EnvironmentId("eu-prod");
  private static final List<String> ZONES = List.of("zone-a", "zone-b");

  private static Environment environment(Where where, Fleet... fleets) {
    return new Environment(ID, Jurisdiction.EU, ZONES, where, List.of(fleets));
  }

  private static Aws aws(String region, String... copies) {
    return new Aws("111122223333", region, List.of(copies), Optional.empty());
  }

  private static Fleet fleet(FleetId id) {
    Policy policy =
        new Policy(
            List.of(100),
            Duration.ZERO,
            Duration.ZERO,
            80,
            false,
            List.of(),
            Policy.Bounds.DEFAULT);
    return new Fleet(id, "app", new Capacity(1, 1, 1), ZONES, Optional.empty(), policy);
  }

  @Test
  void isEitherOnThisMachineOrOnAws() {
    Environment local = environment(new Local(Listen.ANY));
    Environment remote = environment(aws("eu-west-1"));

    assertThat(local.provider()).isEqualTo("local");
    assertThat(local.aws()).isEmpty();
    assertThat(remote.provider()).isEqualTo("aws");
    assertThat(remote.aws()).contains(aws("eu-west-1"));
  }

  @Test
  void neverRunsOrCopiesImagesInAnotherJurisdiction() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> environment(aws("us-east-1")))
        .withMessage("region 'us-east-1' of environment 'eu-prod' is outside of jurisdiction eu");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> environment(aws("eu-west-1", "eu-central-1", "us-west-2")))
        .withMessageContaining("'us-west-2'");
  }

  @Test
  void holdsItsOwnFleetsOnly() {
    Fleet own = fleet(new FleetId(ID, "app"));
    Fleet other = fleet(new FleetId("us-prod", "app"));

    assertThat(environment(aws("eu-west-1"), own).fleet("app")).contains(own);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> environment(aws("eu-west-1"), own, other))
        .withMessage("fleet 'us-prod/app' is not of environment 'eu-prod'");
  }

  @Test
  void refusesAnAccountThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Aws("1111", "eu-west-1", List.of(), Optional.empty()))
        .withMessage("account '1111' must be 12 digits");
  }

  @Test
  void jurisdictionsAreFoundByTheirCodesAndShareNoRegion() {
    for (Jurisdiction each : Jurisdiction.values()) {
      assertThat(Jurisdiction.of(each.code())).contains(each);
      assertThat(each.regions()).isSorted().allMatch(each::names);
      for (Jurisdiction other : each.others()) {
        assertThat(each.regions()).noneMatch(other::names);
      }
    }
    assertThat(Jurisdiction.codes()).containsExactly("eu", "us");
    assertThat(Jurisdiction.of("EU")).isEmpty();
    assertThat(Jurisdiction.EU.regions())
        .as("in Europe, but not in the Union")
        .doesNotContain("eu-west-2", "eu-central-2");
  }
}
