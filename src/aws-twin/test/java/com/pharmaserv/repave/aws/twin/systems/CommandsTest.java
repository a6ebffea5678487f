package com.pharmaserv.repave.aws.twin.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

class CommandsTest {
  private final TwinCloud cloud = new TwinCloud(5);
  private final TwinRegion region = cloud.region("eu-central-1");
  private final Ec2Client ec2 = new TwinClients(cloud, "eu-central-1").compute();
  private final SsmClient ssm = new TwinClients(cloud, "eu-central-1").systems();
  private final String image = region.part(Compute.class).images().register("base", Map.of());

  private String machine(boolean profile) {
    return ec2.runInstances(
            r -> {
              r.imageId(image).instanceType("m7i.large").minCount(1).maxCount(1);
              if (profile) {
                r.iamInstanceProfile(p -> p.name("bake"));
              }
            })
        .instances()
        .get(0)
        .instanceId();
  }

  private String managed() {
    String id = machine(true);
    pass(90);
    return id;
  }

  private void pass(int seconds) {
    cloud.clock().advance(Duration.ofSeconds(seconds));
  }

  private String send(String instance, String... lines) {
    return ssm.sendCommand(
            r ->
                r.documentName("AWS-RunShellScript")
                    .instanceIds(instance)
                    .comment("bake 7")
                    .parameters(
                        Map.of("commands", List.of(lines), "executionTimeout", List.of("600"))))
        .command()
        .commandId();
  }

  private GetCommandInvocationResponse seen(String command, String instance) {
    return ssm.getCommandInvocation(r -> r.commandId(command).instanceId(instance));
  }

  private void behave(ShellBehaviour shell) {
    region.part(Commands.class).behave(shell);
  }

  @Test
  void aMachineIsManagedSomeSecondsAfterItRuns() {
    String id = machine(true);
    assertThatThrownBy(() -> send(id, "true")).isInstanceOf(InvalidInstanceIdException.class);
    assertThat(online(id)).isEmpty();
    pass(90);
    assertThat(online(id)).containsExactly("Online");
    send(id, "true");
    ec2.stopInstances(r -> r.instanceIds(id));
    assertThat(online(id)).containsExactly("ConnectionLost");
    assertThatThrownBy(() -> send(id, "true")).isInstanceOf(InvalidInstanceIdException.class);
  }

  private List<String> online(String id) {
    return ssm
        .describeInstanceInformation(
            r ->
                r.filters(
                    InstanceInformationStringFilter.builder()
                        .key("InstanceIds")
                        .values(id)
                        .build()))
        .instanceInformationList()
        .stream()
        .map(info -> info.pingStatusAsString())
        .toList();
  }

  @Test
  void aMachineWithoutAProfileIsNeverManaged() {
    String id = machine(false);
    pass(600);
    assertThat(online(id)).isEmpty();
    assertThatThrownBy(() -> send(id, "true")).isInstanceOf(InvalidInstanceIdException.class);
  }

  @Test
  void showsOutputOnlyAfterTheEnd() {
    String id = managed();
    behave(
        (instance, script) ->
            ShellBehaviour.Result.success(
                Duration.ofMinutes(2), "ran " + script.lines().count(), "on " + instance));
    String command = send(id, "apt-get update", "apt-get -y upgrade");
    assertThatThrownBy(() -> seen(command, id)).isInstanceOf(InvocationDoesNotExistException.class);
    pass(10);
    assertThat(seen(command, id))
        .satisfies(
            i -> {
              assertThat(i.statusAsString()).isEqualTo("InProgress");
              assertThat(i.standardOutputContent()).isEmpty();
              assertThat(i.responseCode()).isEqualTo(-1);
            });
    pass(180);
    assertThat(seen(command, id))
        .satisfies(
            i -> {
              assertThat(i.statusAsString()).isEqualTo("Success");
              assertThat(i.responseCode()).isZero();
              assertThat(i.standardOutputContent()).isEqualTo("ran 2\non " + id + "\n");
            });
    assertThat(
            ssm.listCommandInvocations(r -> r.commandId(command).details(true))
                .commandInvocations()
                .get(0)
                .commandPlugins()
                .get(0)
                .output())
        .startsWith("ran 2");
    assertThat(ssm.listCommands().commands().get(0).statusAsString()).isEqualTo("Success");
  }

  @Test
  void cutsLongOutputAndTellsTheExitCode() {
    String id = managed();
    behave(
        (instance, script) ->
            new ShellBehaviour.Result(
                3,
                Duration.ofSeconds(1),
                List.of(
                    ShellBehaviour.Line.out(Duration.ZERO, "x".repeat(30_000)),
                    ShellBehaviour.Line.err(Duration.ZERO, "y".repeat(9_000)))));
    String command = send(id, "make");
    pass(30);
    assertThat(seen(command, id))
        .satisfies(
            i -> {
              assertThat(i.statusAsString()).isEqualTo("Failed");
              assertThat(i.responseCode()).isEqualTo(3);
              assertThat(i.standardOutputContent()).hasSize(24_000);
              assertThat(i.standardErrorContent()).hasSize(8_000);
            });
  }

  @Test
  void aScriptThatTakesTooLongTimesOut() {
    String id = managed();
    behave((instance, script) -> ShellBehaviour.Result.success(Duration.ofHours(1), "late"));
    String command = send(id, "sleep 3600");
    pass(620);
    assertThat(seen(command, id).statusAsString()).isEqualTo("TimedOut");
    assertThat(seen(command, id).standardOutputContent()).isEmpty();
  }

  @Test
  void aMachineThatDiesUnderACommandLetsItTimeOut() {
    String id = managed();
    behave((instance, script) -> ShellBehaviour.Result.success(Duration.ofMinutes(2), "done"));
    String command = send(id, "work");
    pass(10);
    ec2.terminateInstances(r -> r.instanceIds(id));
    pass(300);
    assertThat(seen(command, id).statusAsString()).isEqualTo("InProgress");
    pass(400);
    assertThat(seen(command, id).statusAsString()).isEqualTo("TimedOut");
  }

  @Test
  void aCommandCanBeCancelled() {
    String id = managed();
    behave((instance, script) -> ShellBehaviour.Result.success(Duration.ofMinutes(5), "done"));
    String command = send(id, "work");
    pass(10);
    ssm.cancelCommand(r -> r.commandId(command));
    assertThat(seen(command, id).statusAsString()).isEqualTo("Cancelling");
    pass(5);
    assertThat(seen(command, id).statusAsString()).isEqualTo("Cancelled");
    pass(600);
    assertThat(seen(command, id).statusAsString()).isEqualTo("Cancelled");
    assertThat(cloud.unsupported()).isEmpty();
  }
}
