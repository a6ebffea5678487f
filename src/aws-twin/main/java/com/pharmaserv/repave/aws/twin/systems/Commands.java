package com.pharmaserv.repave.aws.twin.systems;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.CancelCommandRequest;
import software.amazon.awssdk.services.ssm.model.CancelCommandResponse;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;

/**
 * A region's commands and what became of them. SendCommand takes no client token: a second call is
 * a second command.
 */
public final class Commands {
  private static final int INSTANCES_MAX = 50;
  private static final int COMMENT_MAX = 100;

  /** Seconds, SSM API reference, SendCommand, TimeoutSeconds: until the command must have begun. */
  private static final int DELIVERY_MIN = 30;

  private static final int DELIVERY_MAX = 2_592_000;
  private static final int DELIVERY_USUAL = 3600;

  /** Seconds, document AWS-RunShellScript, executionTimeout: from 1 to 172800. */
  private static final int EXECUTION_USUAL = 3600;

  private final TwinRegion region;
  private final Agents agents;
  private final Table<Invocation> invocations;
  private final Table<Command> commands;
  private ShellBehaviour shell =
      (instance, script) -> ShellBehaviour.Result.success(Duration.ofSeconds(1));

  Commands(TwinRegion region) {
    this.region = region;
    this.agents = region.part(Agents.class);
    this.invocations = new Table<>(region.clock());
    this.commands = new Table<>(region.clock());
  }

  /** Says what scripts do from now on; at first every script succeeds within a second. */
  public void behave(ShellBehaviour behaviour) {
    shell = behaviour;
  }

  /**
   * A command on one machine.
   *
   * @param status Pending, InProgress, Success, Failed, TimedOut, Cancelling, Cancelled
   * @param result what the script does; empty until it runs
   */
  record Invocation(
      String commandId,
      String instanceId,
      SendCommandRequest asked,
      Instant sentAt,
      Instant seenAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      String status,
      String details,
      Optional<ShellBehaviour.Result> result) {
    String key() {
      return commandId + " " + instanceId;
    }

    boolean ended() {
      return endedAt.isPresent();
    }

    private Invocation begun(Instant at, ShellBehaviour.Result does) {
      return new Invocation(
          commandId,
          instanceId,
          asked,
          sentAt,
          seenAt,
          Optional.of(at),
          endedAt,
          "InProgress",
          "InProgress",
          Optional.of(does));
    }

    private Invocation cancelling() {
      return new Invocation(
          commandId,
          instanceId,
          asked,
          sentAt,
          seenAt,
          startedAt,
          endedAt,
          "Cancelling",
          "Cancelling",
          result);
    }

    private Invocation ended(Instant at, String how, String why) {
      return new Invocation(
          commandId,
          instanceId,
          asked,
          sentAt,
          seenAt,
          startedAt,
          Optional.of(at),
          how,
          why,
          result);
    }
  }

  SendCommandResponse send(Request call, SendCommandRequest asked) {
    check(call, asked);
    String id = region.ids().uuid();
    Command command =
        Command.builder()
            .commandId(id)
            .documentName(asked.documentName())
            .comment(Objects.requireNonNullElse(asked.comment(), ""))
            .instanceIds(asked.instanceIds())
            .parameters(asked.parameters())
            .requestedDateTime(call.now())
            .expiresAfter(call.now().plusSeconds(delivery(asked) + execution(asked)))
            .timeoutSeconds((int) delivery(asked))
            .targetCount(asked.instanceIds().size())
            .cloudWatchOutputConfig(asked.cloudWatchOutputConfig())
            .build();
    commands.put(id, command);
    for (String instance : asked.instanceIds()) {
      // GetCommandInvocation knows a command some moments after SendCommand has answered.
      Instant seen = call.now().plusMillis(500 + region.random().nextInt(1500));
      Invocation sent =
          new Invocation(
              id,
              instance,
              asked,
              call.now(),
              seen,
              Optional.empty(),
              Optional.empty(),
              "Pending",
              "Pending",
              Optional.empty());
      invocations.put(sent.key(), sent);
      region
          .clock()
          .at(seen.plusMillis(500 + region.random().nextInt(2000)), () -> begin(sent.key()));
    }
    return SendCommandResponse.builder().command(shown(command)).build();
  }

  private void check(Request call, SendCommandRequest asked) {
    if (!"AWS-RunShellScript".equals(asked.documentName())) {
      throw new TwinException("InvalidDocument", "Document " + asked.documentName() + ".");
    }
    if (asked.parameters().getOrDefault("commands", List.of()).isEmpty()) {
      throw new TwinException("InvalidParameters", "AWS-RunShellScript needs 'commands'.");
    }
    if (asked.instanceIds().isEmpty() || asked.instanceIds().size() > INSTANCES_MAX) {
      throw new TwinException(
          "ValidationException", asked.instanceIds().size() + " instance ids, from 1 to 50");
    }
    if (asked.comment() != null && asked.comment().length() > COMMENT_MAX) {
      throw new TwinException("ValidationException", "Comment of more than 100 characters");
    }
    if (delivery(asked) < DELIVERY_MIN || delivery(asked) > DELIVERY_MAX) {
      throw new TwinException("ValidationException", "TimeoutSeconds " + delivery(asked));
    }
    List<String> offline =
        asked.instanceIds().stream().filter(id -> !agents.isOnline(id, call.now())).toList();
    if (!offline.isEmpty()) {
      throw new TwinException(
          "InvalidInstanceId",
          "Instances [" + offline + "] not in a valid state for account 111122223333");
    }
  }

  private static long delivery(SendCommandRequest asked) {
    return Objects.requireNonNullElse(asked.timeoutSeconds(), DELIVERY_USUAL);
  }

  private static long execution(SendCommandRequest asked) {
    return asked.parameters().getOrDefault("executionTimeout", List.of()).stream()
        .findFirst()
        .map(Long::parseLong)
        .orElse((long) EXECUTION_USUAL);
  }

  private void begin(String key) {
    Optional<Invocation> waiting = invocations.get(key).filter(i -> i.status().equals("Pending"));
    if (waiting.isEmpty()) {
      return;
    }
    Invocation invocation = waiting.get();
    Instant now = region.clock().now();
    if (!agents.isOnline(invocation.instanceId(), now)) {
      Instant late = invocation.sentAt().plusSeconds(delivery(invocation.asked()));
      region.clock().at(late, () -> end(key, "TimedOut", "Delivery Timed Out"));
      return;
    }
    String script = String.join("\n", invocation.asked().parameters().get("commands"));
    ShellBehaviour.Result does = shell.run(invocation.instanceId(), script);
    invocations.put(key, invocation.begun(now, does));
    Duration allowed = Duration.ofSeconds(execution(invocation.asked()));
    boolean tooLong = does.takes().compareTo(allowed) > 0;
    region
        .clock()
        .after(tooLong ? allowed : does.takes(), () -> finish(key, tooLong, allowed, now));
  }

  /** A machine that died meanwhile says nothing any more: the command runs into its timeout. */
  private void finish(String key, boolean tooLong, Duration allowed, Instant began) {
    Optional<Invocation> running =
        invocations.get(key).filter(i -> i.status().equals("InProgress"));
    if (running.isEmpty()) {
      return;
    }
    boolean online = agents.isOnline(running.get().instanceId(), region.clock().now());
    if (tooLong) {
      end(key, "TimedOut", "Execution Timed Out");
    } else if (!online) {
      region.clock().at(began.plus(allowed), () -> end(key, "TimedOut", "Execution Timed Out"));
    } else {
      int code = running.get().result().orElseThrow().exitCode();
      String how = code == 0 ? "Success" : "Failed";
      end(key, how, how);
    }
  }

  private void end(String key, String how, String why) {
    invocations
        .get(key)
        .filter(invocation -> !invocation.ended())
        .ifPresent(i -> invocations.put(key, i.ended(region.clock().now(), how, why)));
  }

  /** "There is no guarantee that the command will be terminated": it is, unless it ends first. */
  CancelCommandResponse cancel(Request call, CancelCommandRequest asked) {
    demand(asked.commandId(), call.now());
    for (Invocation invocation : of(asked.commandId(), call.now())) {
      boolean meant =
          asked.instanceIds().isEmpty() || asked.instanceIds().contains(invocation.instanceId());
      if (meant && !invocation.ended()) {
        invocations.put(invocation.key(), invocation.cancelling());
        region
            .clock()
            .after(Duration.ofSeconds(2), () -> end(invocation.key(), "Cancelled", "Cancelled"));
      }
    }
    return CancelCommandResponse.builder().build();
  }

  Command demand(String id, Instant asOf) {
    return commands
        .get(id, asOf)
        .orElseThrow(() -> new TwinException("InvalidCommandId", "Command " + id + "."));
  }

  List<Command> all(Instant asOf) {
    return commands.all(asOf).stream().map(this::shown).toList();
  }

  /** A command is done when all its invocations are; one that failed makes it fail. */
  private Command shown(Command command) {
    List<Invocation> of = of(command.commandId(), region.clock().now());
    long done = of.stream().filter(Invocation::ended).count();
    long bad = of.stream().filter(i -> i.ended() && !i.status().equals("Success")).count();
    String status =
        of.isEmpty() || done < of.size()
            ? (of.stream().allMatch(i -> i.status().equals("Pending")) ? "Pending" : "InProgress")
            : of.stream()
                .map(Invocation::status)
                .filter(s -> !s.equals("Success"))
                .findFirst()
                .orElse("Success");
    return command.toBuilder()
        .status(status)
        .statusDetails(status)
        .completedCount((int) done)
        .errorCount((int) bad)
        .build();
  }

  /** The invocations of a command. */
  List<Invocation> of(String commandId, Instant asOf) {
    return invocations.all(asOf).stream()
        .filter(invocation -> invocation.commandId().equals(commandId))
        .toList();
  }

  List<Invocation> invocations(Instant asOf) {
    return invocations.all(asOf);
  }

  Optional<Invocation> invocation(String commandId, String instanceId, Instant asOf) {
    return invocations.get(commandId + " " + instanceId, asOf);
  }
}
