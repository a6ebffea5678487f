package com.pharmaserv.repave.aws.twin.systems;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.systems.Commands.Invocation;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.CommandPlugin;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsResponse;
import software.amazon.awssdk.services.ssm.model.ListCommandsRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandsResponse;

/** What can be asked about commands. */
final class InvocationCalls {
  /** GetCommandInvocation: "the first 24,000 characters", and 8,000 of the error stream. */
  private static final int OUTPUT_MAX = 24_000;

  private static final int ERROR_MAX = 8_000;

  /** CommandPlugin, Output: "a maximum of 2500 characters". */
  private static final int PLUGIN_OUTPUT_MAX = 2_500;

  private static final int PAGE_MAX = 50;

  private InvocationCalls() {}

  private static Commands in(Request call) {
    return call.region().part(Commands.class);
  }

  /** While the command runs both streams are empty: the reference says so. */
  static GetCommandInvocationResponse get(Request call, GetCommandInvocationRequest asked) {
    Invocation invocation =
        in(call)
            .invocation(asked.commandId(), asked.instanceId(), call.asOf())
            .filter(sent -> !sent.seenAt().isAfter(call.asOf()))
            .orElseThrow(
                () ->
                    new TwinException(
                        "InvocationDoesNotExist",
                        "The command ID and managed node ID you specified didn't match any"
                            + " invocations."));
    return GetCommandInvocationResponse.builder()
        .commandId(invocation.commandId())
        .instanceId(invocation.instanceId())
        .comment(Objects.requireNonNullElse(invocation.asked().comment(), ""))
        .documentName(invocation.asked().documentName())
        .documentVersion("$DEFAULT")
        .pluginName("aws:runShellScript")
        .responseCode(code(invocation))
        .status(invocation.status())
        .statusDetails(
            // The same words without blanks, as in the enumeration of statuses.
            invocation.details().replace(" ", ""))
        .executionStartDateTime(text(invocation.startedAt()))
        .executionEndDateTime(text(invocation.endedAt()))
        .executionElapsedTime(elapsed(invocation))
        .standardOutputContent(output(invocation, false, OUTPUT_MAX))
        .standardErrorContent(output(invocation, true, ERROR_MAX))
        .standardOutputUrl("")
        .standardErrorUrl("")
        .cloudWatchOutputConfig(invocation.asked().cloudWatchOutputConfig())
        .build();
  }

  private static String text(Optional<Instant> at) {
    return at.map(Instant::toString).orElse("");
  }

  private static String elapsed(Invocation invocation) {
    return invocation.startedAt().isPresent() && invocation.endedAt().isPresent()
        ? Duration.between(invocation.startedAt().get(), invocation.endedAt().get()).toString()
        : "";
  }

  /** -1 until the plugin has ended by itself. */
  private static int code(Invocation invocation) {
    return hasEnded(invocation)
        ? invocation.result().map(ShellBehaviour.Result::exitCode).orElse(-1)
        : -1;
  }

  private static boolean hasEnded(Invocation invocation) {
    return List.of("Success", "Failed").contains(invocation.status());
  }

  private static String output(Invocation invocation, boolean error, int max) {
    if (!hasEnded(invocation)) {
      return "";
    }
    String all = invocation.result().map(result -> result.text(error)).orElse("");
    return all.length() <= max ? all : all.substring(0, max);
  }

  static ListCommandInvocationsResponse list(Request call, ListCommandInvocationsRequest asked) {
    if (asked.commandId() != null) {
      in(call).demand(asked.commandId(), call.asOf());
    }
    List<CommandInvocation> found =
        in(call).invocations(call.asOf()).stream()
            .filter(i -> fits(asked.commandId(), i.commandId()))
            .filter(i -> fits(asked.instanceId(), i.instanceId()))
            .filter(i -> !i.seenAt().isAfter(call.asOf()))
            .sorted(Comparator.comparing(Invocation::sentAt).reversed())
            .map(i -> shown(i, Boolean.TRUE.equals(asked.details())))
            .toList();
    Page<CommandInvocation> page = page(found, asked.nextToken(), asked.maxResults());
    return ListCommandInvocationsResponse.builder()
        .commandInvocations(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private static boolean fits(@Nullable String wanted, String has) {
    return wanted == null || wanted.equals(has);
  }

  private static CommandInvocation shown(Invocation invocation, boolean details) {
    CommandInvocation.Builder shown =
        CommandInvocation.builder()
            .commandId(invocation.commandId())
            .instanceId(invocation.instanceId())
            .comment(Objects.requireNonNullElse(invocation.asked().comment(), ""))
            .documentName(invocation.asked().documentName())
            .requestedDateTime(invocation.sentAt())
            .status(invocation.status())
            .statusDetails(invocation.details());
    if (details) {
      shown.commandPlugins(
          CommandPlugin.builder()
              .name("aws:runShellScript")
              .status(invocation.status())
              .statusDetails(invocation.details())
              .responseCode(code(invocation))
              .responseStartDateTime(invocation.startedAt().orElse(null))
              .responseFinishDateTime(invocation.endedAt().orElse(null))
              .output(output(invocation, false, PLUGIN_OUTPUT_MAX))
              .build());
    }
    return shown.build();
  }

  static ListCommandsResponse commands(Request call, ListCommandsRequest asked) {
    if (asked.commandId() != null) {
      in(call).demand(asked.commandId(), call.asOf());
    }
    List<Command> found =
        in(call).all(call.asOf()).stream()
            .filter(command -> fits(asked.commandId(), command.commandId()))
            .filter(
                command ->
                    asked.instanceId() == null
                        || command.instanceIds().contains(asked.instanceId()))
            .sorted(Comparator.comparing(Command::requestedDateTime).reversed())
            .toList();
    Page<Command> page = page(found, asked.nextToken(), asked.maxResults());
    return ListCommandsResponse.builder()
        .commands(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private static <T> Page<T> page(List<T> found, @Nullable String token, @Nullable Integer asked) {
    int size = Objects.requireNonNullElse(asked, PAGE_MAX);
    if (size < 1 || size > PAGE_MAX) {
      throw new TwinException("ValidationException", "MaxResults " + size + ", from 1 to 50");
    }
    return Page.of(found, Optional.ofNullable(token), size);
  }
}
