package com.pharmaserv.repave.config;

import static com.pharmaserv.repave.config.Projects.ENVIRONMENT;
import static com.pharmaserv.repave.config.Projects.edit;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Policy.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentReaderTest {
  @TempDir Path root;

  /** A piece of the good file, what replaces it, and the one problem that must be found. */
  record Case(String piece, String by, String problem) {
    @Override
    public String toString() {
      return by.strip();
    }
  }

  @Test
  void refusesAnInfrastructureOnThisMachine() {
    String text =
        Projects.edit(
            Projects.ENVIRONMENT, "fleets:", "infrastructure: {data: synthetic}\nfleets:");

    assertThat(Projects.environmentProblems(Projects.write(root), text))
        .containsExactly(
            "environments/local-eu.yaml:6:17: infrastructure belongs to provider aws, and this is"
                + " local; delete it");
  }

  /** An environment's rotation keeps its journal under that name. */
  @Test
  void refusesAFleetThatIsCalledRotation() {
    String text = Projects.edit(Projects.ENVIRONMENT, "name: hello\n", "name: rotation\n");

    assertThat(Projects.environmentProblems(Projects.write(root), text))
        .singleElement()
        .asString()
        .endsWith(
            "fleets[0].name 'rotation' is kept for the journal of the environment's rotation; give"
                + " the fleet another name");
  }

  @Test
  void asksForBuildersOnlyWhereItSaysSo() throws ConfigException, IOException {
    Path project = Projects.write(root);
    assertThat(Project.open(project).environment("local-eu").builders()).isZero();

    String text = Projects.edit(Projects.ENVIRONMENT, "fleets:", "builders: 2\nfleets:");
    Files.writeString(root.resolve("environments/local-eu.yaml"), text);
    assertThat(Project.open(project).environment("local-eu").builders()).isEqualTo(2);
  }

  @Test
  void refusesMoreBuildersThanThereAre() {
    String text = Projects.edit(Projects.ENVIRONMENT, "fleets:", "builders: 11\nfleets:");

    assertThat(Projects.environmentProblems(Projects.write(root), text))
        .singleElement()
        .asString()
        .contains("environments/local-eu.yaml:6:11: builders '11' must", "from 0 to 10");
  }

  @Test
  void asksForAChannelOnlyWhereItSaysSo() throws ConfigException, IOException {
    Path project = Projects.write(root);
    assertThat(Project.open(project).environment("local-eu").fleets())
        .extracting(Fleet::channel)
        .containsOnly(Channel.CANDIDATE);

    String text = Projects.edit(Projects.ENVIRONMENT, "fleets:", "channel: production\nfleets:");
    Files.writeString(root.resolve("environments/local-eu.yaml"), text);
    assertThat(Project.open(project).environment("local-eu").fleets())
        .extracting(Fleet::channel)
        .containsOnly(Channel.PRODUCTION);
  }

  @Test
  void refusesAChannelThatThereIsNot() {
    for (String wrong : List.of("prod", "PRODUCTION", "'1'")) {
      assertThat(channelProblem(wrong))
          .startsWith("environments/local-eu.yaml:6:10: channel ")
          .endsWith("is unknown; write candidate or staging or production");
    }
    assertThat(channelProblem("[staging]")).contains("6:10: channel is a list");
  }

  private String channelProblem(String value) {
    String text =
        Projects.edit(Projects.ENVIRONMENT, "fleets:", "channel: %s\nfleets:".formatted(value));
    List<String> problems = Projects.environmentProblems(Projects.write(root), text);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  @Test
  void readsEveryField() throws ConfigException {
    Environment environment = Project.open(Projects.write(root)).environment("local-eu");

    assertThat(environment.name()).isEqualTo("local-eu");
    assertThat(environment.jurisdiction()).isEqualTo(Jurisdiction.EU);
    assertThat(environment.zones()).containsExactly("local-eu-a", "local-eu-b");
    assertThat(environment.where())
        .isEqualTo(new Environment.Local(new Environment.Listen(8443, 8453)));
    Fleet fleet = environment.fleet("hello").orElseThrow();
    assertThat(fleet.id()).hasToString("local-eu/hello");
    assertThat(fleet.image()).isEqualTo("hello");
    assertThat(fleet.capacity()).isEqualTo(new Capacity(3, 3, 6));
    assertThat(fleet.zones()).isEqualTo(environment.zones());
    assertThat(fleet.route()).contains(new Fleet.Route("hello.localhost", "/"));
    Bounds usual = Bounds.DEFAULT;
    assertThat(fleet.policy())
        .isEqualTo(
            new Policy(
                List.of(5, 25, 100),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                80,
                true,
                List.of(new Gate.ErrorRate(0.5, 50), new Gate.Latency(Duration.ofMillis(500), 60)),
                new Bounds(
                    Duration.ofSeconds(2),
                    usual.launch(),
                    Duration.ofMinutes(1),
                    usual.verify(),
                    usual.judgment(),
                    usual.shift(),
                    usual.drain(),
                    usual.retire(),
                    Duration.ofMinutes(10),
                    usual.pause(),
                    Duration.ofMillis(250))));
  }

  @Test
  void fillsInDefaults() throws ConfigException {
    Projects.write(root);
    String text =
        ENVIRONMENT.substring(0, ENVIRONMENT.indexOf("    route:"))
            + "    policy: {soak: 7s, retention: 2h}\n"
            + "  - {name: second, image: hello, capacity: {min: 1, desired: 1, max: 1}}\n";
    Projects.write(
        root.resolve("environments/local-eu.yaml"),
        edit(text, "listen: {port: 8443, testPort: 8453}\n", ""));

    Environment environment = Project.open(root).environment("local-eu");

    assertThat(environment.where()).isEqualTo(new Environment.Local(Environment.Listen.ANY));
    Policy first = environment.fleets().get(0).policy();
    assertThat(first.steps()).containsExactly(10, 50, 100);
    assertThat(first.floorPercent()).isEqualTo(80);
    assertThat(first.finalSoak()).as("as long as soak").isEqualTo(Duration.ofSeconds(7));
    assertThat(first.bounds().retention()).isEqualTo(Duration.ofHours(2));
    assertThat(first.bounds().launch()).isEqualTo(Bounds.DEFAULT.launch());
    Fleet second = environment.fleets().get(1);
    assertThat(second.route()).isEqualTo(Optional.empty());
    assertThat(second.policy()).isEqualTo(PolicyReader.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource({"types", "names", "numbers", "rules"})
  void refuses(Case one) {
    Projects.write(root);

    assertThat(Projects.environmentProblems(root, edit(ENVIRONMENT, one.piece(), one.by())))
        .containsExactly("environments/local-eu.yaml:" + one.problem());
  }

  static Stream<Case> types() {
    return Stream.of(
        new Case(
            "soak: 30s",
            "soak: 5 parsecs",
            "13:13: fleets[0].policy.soak '5 parsecs' is not a duration; write a number and a unit:"
                + " ms, s, m, h or d"),
        new Case(
            "soak: 30s",
            "soak: 30",
            "13:13: fleets[0].policy.soak '30' is not a duration; write a number and a unit: ms, s,"
                + " m, h or d"),
        new Case(
            "soak: 30s",
            "soak: [30s]",
            "13:13: fleets[0].policy.soak is not a duration; write a number and a unit: ms, s, m, h"
                + " or d"),
        new Case(
            "soak: 30s",
            "soak: 999999999d",
            "13:13: fleets[0].policy.soak '999999999d' is longer than 365d"),
        new Case(
            "min: 3",
            "min: \"3\"",
            "9:21: fleets[0].capacity.min '3' is text, not a whole number; write it without quotes:"
                + " 3"),
        new Case(
            "min: 3",
            "min: 2.5",
            "9:21: fleets[0].capacity.min '2.5' is a number, not a whole number"),
        new Case(
            "min: 3",
            "min: three",
            "9:21: fleets[0].capacity.min 'three' is text, not a whole number"),
        new Case("min: 3", "min:", "9:20: fleets[0].capacity.min is empty, not a whole number"),
        new Case(
            "approval: true",
            "approval: \"yes\"",
            "16:17: fleets[0].policy.approval 'yes' is text, not true or false; write true or false,"
                + " without quotes"),
        new Case(
            "image: hello",
            "image: 7",
            "8:12: fleets[0].image '7' is a number, not text; put it in quotes: \"7\""),
        new Case("image: hello", "image: [hello]", "8:12: fleets[0].image is a list, not text"),
        new Case("image: hello", "image: ''", "8:12: fleets[0].image is empty; write a value"),
        new Case(
            "zones: [local-eu-a, local-eu-b]",
            "zones: local-eu-a",
            "4:8: zones 'local-eu-a' is text, not a list; write [one, two], or a line \"- one\" for"
                + " each"),
        new Case(
            "{host: hello.localhost, probe: /}",
            "hello.localhost",
            "10:12: fleets[0].route 'hello.localhost' is text, not a mapping; the fields of a route"
                + " are host, probe"),
        new Case(
            "floor: 80%",
            "floor: 80",
            "15:14: fleets[0].policy.floor '80' is not a percentage; write a number and a percent"
                + " sign, such as 5%"));
  }

  static Stream<Case> names() {
    return Stream.of(
        new Case(
            "name: hello",
            "name: Hello",
            "7:11: fleets[0].name: fleet 'Hello' must be lower-case letters, digits and single"
                + " dashes, start with a letter, and have at most 24 characters"),
        new Case(
            "name: local-eu",
            "name: local-us",
            "1:7: name 'local-us' is not the name of its file; write name: local-eu, or rename the"
                + " file to local-us.yaml"),
        new Case(
            "image: hello",
            "image: helo",
            "8:12: fleets[0].image 'helo' has no recipe; did you mean hello?"),
        new Case(
            "image: hello",
            "image: something-else",
            "8:12: fleets[0].image 'something-else' has no recipe; write"
                + " images/something-else/image.yaml"),
        new Case(
            "provider: local",
            "provider: azure",
            "2:11: provider 'azure' is unknown; write local or aws"),
        new Case(
            "jurisdiction: eu",
            "jurisdiction: EU",
            "3:15: jurisdiction 'EU' is unknown; write eu or us"),
        new Case(
            "host: hello.localhost",
            "host: 'hello.localhost:8443'",
            "10:19: fleets[0].route.host 'hello.localhost:8443' must be a host name in lower case,"
                + " without a port"),
        new Case(
            "probe: /",
            "probe: health",
            "10:43: fleets[0].route.probe 'health' must be a URL's path: begin with '/', escape"
                + " blanks as %20"),
        new Case(
            "final-soak: 1m",
            "final_soak: 1m",
            "14:7: fleets[0].policy.final_soak is not a field of a policy; did you mean final-soak?"),
        new Case(
            "final-soak: 1m",
            "colour: red",
            "14:7: fleets[0].policy.colour is not a field of a policy; its fields are steps, soak,"
                + " final-soak, floor, approval, retention, gates, capacity-probe, bounds"),
        new Case(
            "final-soak: 1m",
            "soak: 1m",
            "14:7: fleets[0].policy.soak is given twice, first on line 13; keep one of them"),
        new Case(
            "    image: hello\n",
            "",
            "7:5: fleets[0].image is missing; add it, such as image: hello"),
        new Case(
            "final-soak: 1m", "[a]: 1m", "14:7: a field's name must be text; write name: value"));
  }

  static Stream<Case> numbers() {
    return Stream.of(
        new Case(
            "floor: 80%",
            "floor: 101%", "15:14: fleets[0].policy.floor '101%' must be from 1% to 100%"),
        new Case(
            "floor: 80%",
            "floor: 0%", "15:14: fleets[0].policy.floor '0%' must be from 1% to 100%"),
        new Case(
            "floor: 80%",
            "floor: 80.5%", "15:14: fleets[0].policy.floor '80.5%' must be a whole percentage"),
        new Case(
            "max: 0.5%",
            "max: 100%",
            "20:23: fleets[0].policy.gates[0].error-rate: error rate 100.0 must be a percentage from"
                + " 0 to below 100"),
        new Case(
            "p99: 500ms",
            "p99: 0s",
            "21:26: fleets[0].policy.gates[1].latency.p99 '0s' must be above 0"),
        new Case(
            "requests: 60",
            "requests: 0",
            "21:43: fleets[0].policy.gates[1].latency.requests '0' must be from 1 to 1000000"),
        new Case("port: 8443", "port: 65536", "5:16: listen.port '65536' must be from 0 to 65535"),
        new Case(
            "port: 8443",
            "port: 99999999999999999999",
            "5:16: listen.port '99999999999999999999' must be from 0 to 65535"),
        new Case(
            "max: 6",
            "max: 2",
            "9:15: fleets[0].capacity: capacity min 3, desired 3, max 2 must satisfy 1 <= min <="
                + " desired <= max <= 1000"),
        new Case(
            "poll: 250ms", "poll: 0s", "18:50: fleets[0].policy.bounds.poll '0s' must be above 0"),
        new Case(
            "[5, 25, 100]",
            "[5, 25]",
            "12:14: fleets[0].policy.steps: steps [5, 25] must be 1 to 20 percentages that end with"
                + " 100"),
        new Case(
            "[5, 25, 100]",
            "[25, 5, 100]",
            "12:14: fleets[0].policy.steps: steps [25, 5, 100] must rise from above 0 to 100"));
  }

  static Stream<Case> rules() {
    String capacity = "capacity: {min: 1, desired: 1, max: 1}";
    return Stream.of(
        new Case(
            "[local-eu-a, local-eu-b]",
            "[local-eu-a]",
            "4:8: zones names 1 of the at least 2 zones; add another: a fleet in one zone dies with"
                + " its zone"),
        new Case(
            "[local-eu-a, local-eu-b]",
            "[local-eu-a, local-eu-b, local-eu-a]",
            "4:33: zones[2] 'local-eu-a' is given twice; name each zone once"),
        new Case(
            "testPort: 8453",
            "testPort: 8443",
            "5:9: listen uses port 8443 twice; give test traffic a port of its own"),
        new Case(
            "listen: {port: 8443, testPort: 8453}",
            "aws: {account: \"111122223333\", region: eu-west-1}",
            "5:6: aws belongs to provider aws, and this is local; delete it"),
        new Case(
            "fleets:\n",
            "fleets:\n  - {name: hello, image: hello, " + capacity + "}\n",
            "8:11: fleets[1].name 'hello' is given twice, first on line 7; choose another"),
        new Case(
            "fleets:\n",
            "fleets:\n  - {name: other, image: hello, "
                + capacity
                + ", route: {host: hello.localhost}}\n",
            "11:19: fleets[1].route.host 'hello.localhost' is given twice, first on line 7; choose"
                + " another"),
        new Case(
            "    route: {host: hello.localhost, probe: /}\n",
            "",
            "7:5: fleets[0] has gates that count requests, but no route that requests come from; add"
                + " a route or delete those gates"),
        new Case(
            "- error-rate: {max: 0.5%, requests: 50}",
            "- alarms: [hello-errors]",
            "7:3: fleets has gates on alarms, but provider local has none; delete them"),
        new Case(
            "stability: 2s",
            "stability: 60s",
            "18:27: fleets[0].policy.bounds: stability 1m must be shorter than warm-up 1m; shorten"
                + " stability or lengthen warm-up"),
        new Case(
            "{stability: 2s, warm-up: 1m, poll: 250ms}",
            "{warm-up: 20s}",
            "18:25: fleets[0].policy.bounds: stability 30s must be shorter than warm-up 20s; shorten"
                + " stability or lengthen warm-up"),
        new Case(
            "- error-rate: {max: 0.5%, requests: 50}\n        - latency:",
            "- error-rate: {max: 0.5%, requests: 50}\n          latency:",
            "20:11: fleets[0].policy.gates[0] holds more than one gate; write each gate as its own"
                + " list item"),
        new Case(
            "- latency: {p99: 500ms, requests: 60}",
            "- {}",
            "21:11: fleets[0].policy.gates[1] names no gate; write error-rate or latency or alarms or"
                + " command"));
  }

  @Test
  void refusesAnEnvironmentWithoutFleets() {
    Projects.write(root);
    String text = ENVIRONMENT.substring(0, ENVIRONMENT.indexOf("fleets:")) + "fleets: []\n";

    assertThat(Projects.environmentProblems(root, text))
        .containsExactly(
            "environments/local-eu.yaml:6:9: fleets is empty; describe at least one fleet");
  }
}
