package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Small projects for tests: one good environment, one good recipe, and edits that break them. */
final class Projects {
  static final String ENVIRONMENT =
      """
      name: local-eu
      provider: local
      jurisdiction: eu
      zones: [local-eu-a, local-eu-b]
      listen: {port: 8443, testPort: 8453}
      fleets:
        - name: hello
          image: hello
          capacity: {min: 3, desired: 3, max: 6}
          route: {host: hello.localhost, probe: /}
          policy:
            steps: [5, 25, 100]
            soak: 30s
            final-soak: 1m
            floor: 80%
            approval: true
            retention: 10m
            bounds: {stability: 2s, warm-up: 1m, poll: 250ms}
            gates:
              - error-rate: {max: 0.5%, requests: 50}
              - latency: {p99: 500ms, requests: 60}
      """;

  static final String RECIPE =
      """
      name: hello
      function: app
      version: "1"
      owner: platform-team@pharmaserv.example
      base: host
      files:
        - {from: Hello.java, to: Hello.java}
        - {from: lib, to: lib, executable: true}
      packages: [java>=17, bash]
      setup:
        - javac -d app Hello.java
      run: [java, -cp, app, Hello]
      health: {path: /health, interval: 250ms, timeout: 1s}
      checks:
        - test -f app/Hello.class
      """;

  /** An environment on AWS, with every kind of gate. */
  static final String ON_AWS =
      """
      name: eu-prod
      provider: aws
      jurisdiction: eu
      zones: [eu-west-1a, eu-west-1b]
      aws:
        account: "111122223333"
        region: eu-west-1
        copies: [eu-central-1]
        role: arn:aws:iam::111122223333:role/repave/rollout
      fleets:
        - name: hello
          image: hello
          capacity: {min: 3, desired: 3, max: 6}
          policy:
            capacity-probe: true
            gates:
              - alarms: [hello-errors, hello queue age]
              - command: {run: ./smoke.sh, timeout: 90s}
      """;

  /** What an infrastructure hands over for a fleet with a route. */
  static final String HAND_OVER =
      """
      {
        "schema": "1.1",
        "environment": "eu-prod",
        "fleet": "hello",
        "account": "111122223333",
        "region": "eu-west-1",
        "subnets": [
          {"id": "subnet-0aaaaaaaaaaaaaaa1", "zone": "eu-west-1a"},
          {"id": "subnet-0aaaaaaaaaaaaaaa2", "zone": "eu-west-1b"}
        ],
        "route": {
          "production": {"kind": "rule", "arn": "%1$s:listener-rule/app/repave/%2$s/%2$s/00000000000000a1"},
          "test": {"kind": "listener", "arn": "%1$s:listener/app/repave/%2$s/00000000000000a2"},
          "blue": "%1$s:targetgroup/hello-blue/00000000000000b1",
          "green": "%1$s:targetgroup/hello-green/00000000000000b2",
          "probe": "https://test.hello.eu.example"
        },
        "skeleton": {"template": "lt-0bbbbbbbbbbbbbbb1", "version": "7"},
        "table": "repave-eu-prod",
        "bake": {
          "subnet": "subnet-0aaaaaaaaaaaaaaa3",
          "securityGroup": "sg-0cccccccccccccc11",
          "instanceProfile": "repave-bake",
          "instanceType": "t3.small",
          "keys": {
            "eu-west-1": "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555",
            "eu-central-1": "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234"
          },
          "signer": "arn:aws:kms:eu-west-1:111122223333:key/99999999-2222-3333-4444-555555555555"
        },
        "quarantine": "sg-0cccccccccccccc12"
      }
      """
          .formatted("arn:aws:elasticloadbalancing:eu-west-1:111122223333", "0123456789abcdef");

  private Projects() {}

  /** A good project. */
  static Path write(Path root) {
    Path recipe = root.resolve("images/hello");
    write(root.resolve("environments/local-eu.yaml"), ENVIRONMENT);
    write(recipe.resolve("image.yaml"), RECIPE);
    write(recipe.resolve("Hello.java"), "class Hello {}");
    write(recipe.resolve("lib/Part.java"), "class Part {}");
    return root;
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces exactly one piece of a good text. */
  static String edit(String text, String piece, String by) {
    assertThat(text.split(Pattern.quote(piece), -1))
        .as("'%s' must stand in the text exactly once", piece)
        .hasSize(2);
    return text.replace(piece, by);
  }

  static List<String> environmentProblems(Path root, String text) {
    write(root.resolve("environments/local-eu.yaml"), text);
    return problems(() -> Project.open(root).environment("local-eu"));
  }

  static List<String> recipeProblems(Path root, String text) {
    write(root.resolve("images/hello/image.yaml"), text);
    return problems(() -> Project.open(root).recipe("hello"));
  }

  static List<String> problems(Reading reading) {
    ConfigException thrown = catchThrowableOfType(ConfigException.class, reading::read);
    assertThat(thrown).as("what was read must be refused").isNotNull();
    List<String> lines = thrown.problems().stream().map(Problem::toString).toList();
    assertThat(thrown).hasMessage(String.join("\n", lines));
    return lines;
  }

  /** Something that reads configuration. */
  interface Reading {
    Object read() throws ConfigException;
  }

  /** The root of the project that these sources belong to. */
  static Path shipped() {
    return ProjectRoot.resolve("");
  }
}
