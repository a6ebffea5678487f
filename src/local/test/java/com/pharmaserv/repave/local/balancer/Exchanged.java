package com.pharmaserv.repave.local.balancer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a table: what a client and a machine send, and what each saw. See the README
 * beside the tables for the notation.
 */
record Exchanged(
    String title,
    List<String> script,
    List<Step> client,
    List<List<Step>> answers,
    Seen ours,
    Seen haproxy,
    String because) {

  /** What came to the client and to the machine, as {@link Transcript} puts it. */
  record Seen(String client, String machine) {}

  /** Something that one side does. */
  sealed interface Step {
    /** Each letter is one byte. */
    record Send(String text) implements Step {}

    /** Until so many final answers are there. */
    record Await(int answers) implements Step {}

    record Act(String what, int number) implements Step {}

    /** Until one side has these bytes: {@code seen} by the machine, {@code got} by the client. */
    record Until(String what, String bytes) implements Step {}
  }

  private static final Pattern REPEATED = Pattern.compile("\\{(.+?)\\*(\\d+)}");
  private static final Pattern DIRECTIVE = Pattern.compile("\\[([a-z ]+?)(?: ([0-9]+|'[^']+'))?]");
  private static final String CLIENT = "client ";
  private static final String MACHINE = "machine ";
  private static final String HAPROXY = "haproxy ";
  private static final String BECAUSE = "because ";

  static List<Exchanged> parse(List<String> lines) {
    List<Exchanged> all = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("## ") && !block.isEmpty()) {
        all.add(of(block));
        block.clear();
      }
      if (!block.isEmpty() || line.startsWith("## ")) {
        block.add(line);
      }
    }
    if (!block.isEmpty()) {
      all.add(of(block));
    }
    return all;
  }

  private static Exchanged of(List<String> block) {
    List<String> script = new ArrayList<>();
    List<Step> client = new ArrayList<>();
    List<List<Step>> answers = new ArrayList<>();
    String because = "";
    String[] seen = {"", "", "", ""};
    char last = ' ';
    for (String line : block.subList(1, block.size())) {
      if (line.startsWith(">") || line.startsWith("<")) {
        script.add(line);
        boolean toMachine = line.startsWith(">");
        if (toMachine && last == '<') {
          client.add(new Step.Await(answers.size()));
        } else if (!toMachine && (last == '>' || line.equals("< ----"))) {
          answers.add(new ArrayList<>());
        }
        last = line.charAt(0);
        if (!line.equals("< ----")) {
          step(line, toMachine ? client : answers.get(answers.size() - 1));
        }
      } else if (line.startsWith(CLIENT)) {
        seen[0] = line.substring(CLIENT.length());
      } else if (line.startsWith(MACHINE)) {
        seen[1] = line.substring(MACHINE.length());
      } else if (line.equals(HAPROXY + "the same")) {
        seen[2] = seen[0];
        seen[3] = seen[1];
      } else if (line.startsWith(HAPROXY + CLIENT)) {
        seen[2] = line.substring(HAPROXY.length() + CLIENT.length());
      } else if (line.startsWith(HAPROXY + MACHINE)) {
        seen[3] = line.substring(HAPROXY.length() + MACHINE.length());
      } else if (line.startsWith(BECAUSE)) {
        because = line.substring(BECAUSE.length());
      } else if (!line.isBlank()) {
        throw new IllegalArgumentException("line '" + line + "' of '" + block.get(0) + "'");
      }
    }
    return new Exchanged(
        block.get(0).substring(3),
        List.copyOf(script),
        List.copyOf(client),
        List.copyOf(answers),
        new Seen(seen[0], seen[1]),
        new Seen(seen[2], seen[3]),
        because);
  }

  private static void step(String line, List<Step> steps) {
    String text = line.length() > 2 ? line.substring(2) : "";
    Matcher directive = DIRECTIVE.matcher(text);
    if (directive.matches()) {
      steps.add(directive(directive.group(1), directive.group(2)));
      return;
    }
    String bytes = bytes(text);
    int before = steps.size() - 1;
    if (before >= 0 && steps.get(before) instanceof Step.Send send) {
      steps.set(before, new Step.Send(send.text() + bytes));
    } else {
      steps.add(new Step.Send(bytes));
    }
  }

  private static Step directive(String what, @Nullable String argument) {
    if (argument == null) {
      return new Step.Act(what, 0);
    }
    return argument.startsWith("'")
        ? new Step.Until(what, argument.substring(1, argument.length() - 1))
        : new Step.Act(what, Integer.parseInt(argument));
  }

  /** A line ends with CR LF, unless a backslash stands at its end. */
  private static String bytes(String text) {
    boolean open = text.endsWith("\\");
    String line = open ? text.substring(0, text.length() - 1) : text + "\\r\\n";
    Matcher repeated = REPEATED.matcher(line);
    line =
        repeated.replaceAll(
            match ->
                Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c != '\\') {
        out.append(c);
        at++;
        continue;
      }
      char escaped = line.charAt(at + 1);
      out.append(
          switch (escaped) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0' -> '\0';
            case 'x' -> (char) Integer.parseInt(line, at + 2, at + 4, 16);
            default -> throw new IllegalArgumentException("escape in '" + text + "'");
          });
      at += escaped == 'x' ? 4 : 2;
    }
    return out.toString();
  }

  /** As it stands in the table, with what was seen. */
  String written(Seen nowOurs, Seen nowHaproxy) {
    StringBuilder out = new StringBuilder("## ").append(title).append('\n');
    script.forEach(line -> out.append(line).append('\n'));
    out.append(CLIENT).append(nowOurs.client()).append('\n');
    out.append(MACHINE).append(nowOurs.machine()).append('\n');
    if (nowOurs.equals(nowHaproxy)) {
      out.append(HAPROXY).append("the same\n");
    } else {
      out.append(HAPROXY).append(CLIENT).append(nowHaproxy.client()).append('\n');
      out.append(HAPROXY).append(MACHINE).append(nowHaproxy.machine()).append('\n');
      out.append(BECAUSE).append(because).append('\n');
    }
    return out.append('\n').toString();
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
