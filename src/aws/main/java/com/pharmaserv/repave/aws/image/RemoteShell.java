package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

/**
 * Runs scripts on a machine through Systems Manager Run Command.
 *
 * <p>Run Command tells nothing of a command's output before it has ended, and then only its first
 * 24,000 characters (Systems Manager API reference, GetCommandInvocation). So a step writes its
 * output into a file on the machine, and small scripts read that file while it grows.
 */
final class RemoteShell {
  /** A machine boots and its agent registers within a minute or two; slow types need more. */
  private static final Duration AGENT_MAX = Duration.ofMinutes(10);

  /** A small script; the agent asks for commands every few seconds. */
  private static final Duration ASK_MAX = Duration.ofMinutes(3);

  /** How long a command may wait for its delivery; Run Command takes no less than 30 s. */
  private static final int DELIVERY_SECONDS_MAX = 600;

  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration LISTEN = Duration.ofSeconds(4);

  /** Output of one step that is passed on; of what is beyond, only the end is. */
  private static final int OUTPUT_MAX = 1024 * 1024;

  private static final int TAIL_LINES_MAX = 10;
  private static final int LINE_MAX = 500;
  private static final int COMMENT_MAX = 100;

  private static final Set<String> UNDER_WAY =
      Set.of("Pending", "InProgress", "Delayed", "Cancelling");

  private final SsmClient ssm;
  private final Builders builders;
  private final String machine;
  private final String comment;
  private final Patience patience;

  RemoteShell(SsmClient ssm, Builders builders, String machine, String comment, Patience patience) {
    this.ssm = ssm;
    this.builders = builders;
    this.machine = machine;
    this.comment = comment;
    this.patience = patience;
  }

  /** How a step ended, and its last lines. */
  record Outcome(int status, String how, List<String> tail) {
    Outcome {
      tail = List.copyOf(tail);
    }

    boolean good() {
      return status == 0;
    }
  }

  /** Runs a small script that may run twice without harm, and answers what it wrote. */
  String ask(String label, String script) throws ProviderException, BakeException {
    for (int tries = 1; ; tries++) {
      GetCommandInvocationResponse answer = end(label, send(label, script, ASK_MAX), ASK_MAX);
      if (answer.statusAsString().equals("Success")) {
        return text(answer.standardOutputContent());
      }
      if (tries == Patience.TRIES_MAX) {
        throw new ProviderException(
            Failure.Kind.UNKNOWN_OUTCOME,
            "'%s' on builder %s ended as %s: %s"
                .formatted(
                    label,
                    machine,
                    answer.statusDetails(),
                    text(answer.standardErrorContent()).strip()));
      }
    }
  }

  /**
   * Runs a command once, and passes its lines on while it runs.
   *
   * @param name of the step, which must be a file's name
   */
  Outcome step(
      String name, String command, String directory, Duration bound, Consumer<String> lines)
      throws ProviderException, BakeException {
    Output output = new Output(lines);
    String script = Scripts.step(name, command, directory, bound);
    String id = send(name, script, bound.plus(ASK_MAX));
    GetCommandInvocationResponse answer = listen(name, id, bound, output);
    String[] parts = text(answer.standardOutputContent()).split("\n", 2);
    if (parts.length == 2 && parts[0].strip().matches("\\d{1,15}")) {
      long size = Long.parseLong(parts[0].strip());
      output.add(0, decode(parts[1]));
      drain(name, size, output);
    }
    output.end();
    return outcome(answer, bound, output.tail());
  }

  private static Outcome outcome(
      GetCommandInvocationResponse answer, Duration bound, List<String> tail) {
    int code = answer.responseCode() == null ? -1 : answer.responseCode();
    if (answer.statusAsString().equals("Success")) {
      return new Outcome(0, "succeeded", tail);
    }
    // 124 is what the step's own script says when the command does not end.
    if (code == 124 || answer.statusAsString().equals("TimedOut")) {
      return new Outcome(124, "did not end within " + bound.toMinutes() + " min", tail);
    }
    if (code > 0) {
      return new Outcome(code, "failed with status " + code, tail);
    }
    return new Outcome(-1, "ended as " + answer.statusDetails(), tail);
  }

  /** Sends a script; while the machine's agent has not registered yet, again and again. */
  private String send(String label, String script, Duration bound)
      throws ProviderException, BakeException {
    String note = (comment + " " + label);
    return patience.until(
        "the Systems Manager agent of builder " + machine + " to take '" + label + "'",
        AGENT_MAX,
        LISTEN,
        "see that the base image has the agent, that the instance profile allows"
            + " AmazonSSMManagedInstanceCore, and that the bake subnet reaches the ssm endpoints",
        () -> {
          try {
            return sent(
                note.length() > COMMENT_MAX ? note.substring(0, COMMENT_MAX) : note, script, bound);
          } catch (ProviderException e) {
            requireRunning();
            throw e;
          }
        });
  }

  private Optional<String> sent(String note, String script, Duration bound)
      throws ProviderException, BakeException {
    Optional<String> id =
        Errors.call(
            "send a command to builder " + machine,
            () -> {
              try {
                return Optional.of(
                    ssm.sendCommand(
                            r ->
                                r.documentName("AWS-RunShellScript")
                                    .instanceIds(machine)
                                    .comment(note)
                                    .timeoutSeconds(DELIVERY_SECONDS_MAX)
                                    .parameters(Scripts.parameters(script, bound)))
                        .command()
                        .commandId());
              } catch (InvalidInstanceIdException e) {
                return Optional.empty();
              }
            });
    if (id.isEmpty()) {
      requireRunning();
    }
    return id;
  }

  private void requireRunning() throws ProviderException {
    Optional<Builders.Builder> builder = builders.find(machine);
    // A read may be some seconds behind: "pending" only says that it has just started.
    if (builder.isPresent()
        && !builder.get().running()
        && !builder.get().state().equals("pending")) {
      throw new ProviderException(
          Failure.Kind.GONE,
          ("builder %s is %s in the middle of the bake: somebody or AWS ended it; bake" + " again")
              .formatted(machine, builder.get().state()));
    }
  }

  private GetCommandInvocationResponse end(String label, String id, Duration bound)
      throws ProviderException, BakeException {
    return patience.until(
        "'" + label + "' on builder " + machine,
        bound.plus(ASK_MAX),
        POLL,
        "bake again",
        () -> ended(id));
  }

  private GetCommandInvocationResponse listen(String name, String id, Duration bound, Output output)
      throws ProviderException, BakeException {
    return patience.until(
        "step '" + name + "' on builder " + machine,
        bound.plus(ASK_MAX),
        LISTEN,
        "bake again",
        () -> {
          Optional<GetCommandInvocationResponse> end = ended(id);
          if (end.isEmpty()) {
            requireRunning();
            if (output.heard() < OUTPUT_MAX) {
              read(name, output);
            }
          }
          return end;
        });
  }

  /** Passes on what has not been heard yet, or of very much output its end. */
  private void drain(String name, long size, Output output)
      throws ProviderException, BakeException {
    int readsMax = OUTPUT_MAX / Scripts.CHUNK + 2;
    for (int reads = 0; output.heard() < size && reads < readsMax; reads++) {
      if (output.heard() >= OUTPUT_MAX && size - output.heard() > Scripts.CHUNK) {
        output.skip(size - Scripts.CHUNK);
      }
      read(name, output);
    }
  }

  private void read(String name, Output output) throws ProviderException, BakeException {
    long from = output.heard();
    output.add(from, decode(ask("output of " + name, Scripts.follow(name, from))));
  }

  private Optional<GetCommandInvocationResponse> ended(String id) throws ProviderException {
    return Errors.read(
        "read the outcome of command " + id,
        () -> {
          try {
            GetCommandInvocationResponse answer =
                ssm.getCommandInvocation(r -> r.commandId(id).instanceId(machine));
            return UNDER_WAY.contains(answer.statusAsString())
                ? Optional.empty()
                : Optional.of(answer);
          } catch (InvocationDoesNotExistException e) {
            // True for a moment after SendCommand.
            return Optional.empty();
          }
        });
  }

  private static String text(String content) {
    return content == null ? "" : content;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      // Cut off by Run Command: nothing of it is used, and it is asked for again.
      return new byte[0];
    }
  }

  /** Bytes of a step's output on their way to lines. */
  private static final class Output {
    private final Consumer<String> lines;
    private final Deque<String> tail = new ArrayDeque<>();
    private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    private long heard;

    Output(Consumer<String> lines) {
      this.lines = lines;
    }

    long heard() {
      return heard;
    }

    /** Takes what stands from that byte on; what was heard before is passed over. */
    void add(long from, byte[] bytes) {
      for (int i = (int) Math.max(0, heard - from); i < bytes.length; i++) {
        heard++;
        if (bytes[i] == '\n' || line.size() == LINE_MAX) {
          pass();
        }
        if (bytes[i] >= ' ' || bytes[i] < 0 || bytes[i] == '\t') {
          line.write(bytes[i]);
        }
      }
    }

    void skip(long to) {
      end();
      tell("... " + (to - heard) + " bytes of output are not shown ...");
      heard = to;
    }

    void end() {
      if (line.size() > 0) {
        pass();
      }
    }

    private void pass() {
      tell(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }

    private void tell(String text) {
      lines.accept(text);
      if (tail.size() == TAIL_LINES_MAX) {
        tail.removeFirst();
      }
      tail.addLast(text);
    }

    List<String> tail() {
      return List.copyOf(tail);
    }
  }
}
