package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.dryrun.DryRun;
import com.pharmaserv.repave.model.Jurisdiction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bad environment is refused before the first resource, with all that is wrong with it. */
class BlueprintTest {
  @TempDir private Path root;

  /** The shipped project with one environment changed. */
  private Project changed(String... fromTo) throws IOException {
    return ChangedProject.in(root, "eu-prod", fromTo);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region: eu-central-1         | region: us-east-1             | outside jurisdiction eu",
        "region: eu-central-1         | region: eu-west-2             | outside jurisdiction eu",
        "region: eu-central-1         | region: eu-west-1             | fleets' own region",
        "10.17.0.0/16                 | 10.16.128.0/17                | addresses of 10.16.0.0/16",
        "10.17.0.0/16                 | 10.17.0.1/16                  | bits set behind its prefix",
        "10.17.0.0/16                 | 10.17.0.0/24                  | prefix from 16 to 20",
        "10.17.0.0/16                 | 8.8.0.0/16                    | is not private",
        "'eu-central-1a, eu-central-1b, eu-central-1c' | 'eu-central-1a, eu-central-1b' | 2 zones in 'eu-central-1' of exactly 3",
        "'eu-central-1a, eu-central-1b, eu-central-1c' | 'eu-central-1a, eu-central-1b, eu-west-1c' | not in region 'eu-central-1'",
        "'[eu-west-1a, eu-west-1b, eu-west-1c]' | '[eu-west-1a, eu-west-1b]' | 2 zones in 'eu-west-1' of exactly 3",
        "'capacity: {min: 3, desired: 6, max: 18}' | 'capacity: {min: 2, desired: 6, max: 18}' | minimum of 2",
        "host: app.eu.pharmaserv      | host: app.elsewhere.pharmaserv | cannot certify host",
        "name: worker                 | name: a-worker-with-long-name | cannot name target groups",
        "repave@sha256                | repave:latest#sha256          | pinned by its sha256 digest",
        "dkr.ecr.eu-west-1            | dkr.ecr.us-east-1             | not in the registry of region",
        "repo:pharmaserv/app:environment:eu-prod | repo:pharmaserv/app:* | without wildcards",
        "data: production             | data: real                    | write production or synthetic",
        "eu-prod-app-latency          | eu-prod-app-mood              | is none that is made",
      })
  void isRefused(String from, String to, String why) throws IOException {
    Project project = changed(from, to);

    assertThatThrownBy(() -> Blueprint.read(project, "eu-prod", Stacks.TODAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("environment 'eu-prod' is refused")
        .hasMessageContaining(why);
  }

  @Test
  void isRefusedWithEverythingAtOnceAndBeforeTheFirstResource() throws IOException {
    Project project =
        changed(
            "10.17.0.0/16", "10.16.0.0/16",
            "region: eu-central-1", "region: us-west-2",
            "capacity: {min: 3, desired: 6, max: 18}", "capacity: {min: 1, desired: 6, max: 18}",
            "machine: m7i.large", "machine: big");

    assertThatThrownBy(
            () ->
                DryRun.of(
                    "eu-prod",
                    Jurisdiction.EU,
                    "111122223333",
                    context -> Stack.make(Blueprint.read(project, "eu-prod", Stacks.TODAY))))
        .hasStackTraceContaining("addresses of 10.16.0.0/16")
        .hasStackTraceContaining("'us-west-2' outside jurisdiction eu")
        .hasStackTraceContaining("minimum of 1")
        .hasStackTraceContaining("'big' must be an instance type");
  }

  @Test
  void needsAnEnvironmentOnAws() {
    assertThatThrownBy(() -> Blueprint.read(Stacks.PROJECT, "local-eu", Stacks.TODAY))
        .hasMessageContaining("provider is not aws");
    assertThatThrownBy(() -> Blueprint.read(Stacks.PROJECT, "eu-prd", Stacks.TODAY))
        .hasMessageContaining("did you mean eu-prod?");
  }

  /** Much is one for each account and region: two environments in one would fight over it. */
  @Test
  void everyEnvironmentHasAnAccountAndNetworksOfItsOwn() {
    Set<String> accounts = new HashSet<>();
    Set<String> networks = new HashSet<>();
    List<String> names = Stacks.names().toList();
    for (String name : names) {
      Blueprint blueprint = Blueprint.read(Stacks.PROJECT, name, Stacks.TODAY);
      accounts.add(blueprint.aws().account());
      networks.add(blueprint.infrastructure().primary().network().toString());
      networks.add(blueprint.infrastructure().paired().network().toString());
    }

    assertThat(names).containsExactly("eu-prod", "eu-staging", "us-prod", "us-staging");
    assertThat(accounts).hasSize(4);
    assertThat(networks).hasSize(8);
  }

  /** Without it a resource that names no provider would land wherever the shell points to. */
  @Test
  void everyStackSwitchesDefaultProvidersOffAndKeepsItsSecretsInItsJurisdiction()
      throws IOException {
    for (String name : Stacks.names().toList()) {
      String text = Files.readString(Path.of("Pulumi." + name + ".yaml"));
      String pair =
          Blueprint.read(Stacks.PROJECT, name, Stacks.TODAY).infrastructure().paired().region();
      assertThat(text)
          .contains("pulumi:disable-default-providers:\n    - aws")
          .contains("secretsprovider: awskms://alias/repave-state?region=" + pair);
    }
  }
}
