package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.config.Kind.Whole;
import com.pharmaserv.repave.model.Recipe.Artefact;
import com.pharmaserv.repave.model.Recipe.Machine;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a whole machine needs beyond its tree. */
final class MachineReader {
  /** useradd(8) allows more; these can never be taken for an option or a number. */
  private static final Text USER =
      Text.of("[a-z][a-z0-9-]{0,30}", "lower-case letters, digits and dashes, at most 31");

  /** systemd.unit(5). */
  private static final Text UNIT =
      Text.of(
          "[A-Za-z0-9][A-Za-z0-9:_.@-]{0,200}\\.(service|socket|timer|target|mount|path)",
          "a unit with its suffix, such as chrony.service");

  /** sysctl.d(5). */
  private static final Text SYSCTL =
      Text.of(
          "[a-z][a-z0-9_.*/-]{2,100}=[A-Za-z0-9 _.,:/-]{1,100}",
          "name=value, such as kernel.kptr_restrict=2");

  private static final Text SOCKET =
      Text.of("(tcp|udp) [1-9][0-9]{0,4}", "a protocol and a port, such as tcp 9100");

  private static final Text URL =
      Text.of("https?://[A-Za-z0-9][A-Za-z0-9._~:/?&=%+-]*", "an http URL").upTo(500);

  private static final Text SHA256 = Text.of("[0-9a-f]{64}", "64 lower-case hexadecimal digits");

  /** Half a machine's memory is the most that a tree should take while it is baked. */
  private static final Whole BUDGET = new Whole(64, 8192);

  /** A disk of 64 GiB is larger than any image of one function needs. */
  private static final Whole DISK = new Whole(1, 64);

  static final Shape ARTEFACT =
      Shape.of("an artefact")
          .about("A file from elsewhere that is what its hash says.")
          .required("url", "https://example.com/agent.deb", URL, "Where it is.")
          .required("sha256", "e3b0c442...", SHA256, "Of its content.")
          .optional(
              "to",
              RecipePaths.PATH.as("path"),
              "Its place in the tree; without it, it is a package (.deb) to install.");

  static final Shape MACHINE =
      Shape.of("machine")
          .optional(
              "users",
              Items.of(USER).unique(),
              "System users; none has a password, none can log in.",
              List.of())
          .optional("user", USER, "Runs the image's command; otherwise root does.")
          .optional(
              "enable", Items.of(UNIT).unique(), "Units that start with the machine.", List.of())
          .optional("mask", Items.of(UNIT).unique(), "Units that can never start.", List.of())
          .optional("sysctl", Items.of(SYSCTL).unique(), "Kernel parameters.", List.of())
          .optional(
              "listen",
              Items.of(SOCKET).unique(),
              "What may be listened on beside the health service.",
              List.of())
          .optional(
              "artefacts", Items.of(ARTEFACT.as("artefact")), "Files from elsewhere.", List.of())
          .optional("budget", BUDGET, "Most that the tree may hold, in MiB.", Machine.BUDGET_MIB)
          .optional("disk", DISK, "Size of the disk, in GiB.", Machine.DISK_GIB);

  private MachineReader() {}

  static Optional<Machine> read(Item item) {
    Fields fields = Fields.open(item, MACHINE);
    List<String> users = fields.read("users", i -> distinct(i, USER), List.of());
    Optional<String> user = fields.item("user").flatMap(i -> i.matching(USER));
    List<String> enable = fields.read("enable", i -> distinct(i, UNIT), List.of());
    List<String> mask = fields.read("mask", i -> distinct(i, UNIT), List.of());
    List<String> sysctl = fields.read("sysctl", i -> distinct(i, SYSCTL), List.of());
    List<String> listen = fields.read("listen", i -> distinct(i, SOCKET), List.of());
    List<Artefact> artefacts =
        fields.read("artefacts", i -> i.list(MachineReader::artefact), List.of());
    int budget = fields.read("budget", i -> i.integer(BUDGET), Machine.BUDGET_MIB);
    int disk = fields.read("disk", i -> i.integer(DISK), Machine.DISK_GIB);
    return Optional.of(
        new Machine(users, user, enable, mask, sysctl, listen, artefacts, budget, disk));
  }

  private static Optional<List<String>> distinct(Item item, Text kind) {
    Set<String> seen = new HashSet<>();
    return item.list(
        each -> {
          Optional<String> text = each.matching(kind);
          if (text.isPresent() && !seen.add(text.get())) {
            each.problem(each.quoted() + " is given twice", "keep one of them");
          }
          return text;
        });
  }

  private static Optional<Artefact> artefact(Item item) {
    Fields fields = Fields.open(item, ARTEFACT);
    Optional<Item> urlItem = fields.item("url");
    Optional<String> url = urlItem.flatMap(i -> i.matching(URL));
    Optional<String> sha256 = fields.item("sha256").flatMap(i -> i.matching(SHA256));
    Optional<String> to = fields.item("to").flatMap(i -> i.matching(RecipePaths.PATH));
    if (url.isPresent() && to.isEmpty() && !url.get().endsWith(".deb")) {
      urlItem.ifPresent(
          i -> i.problem(i.quoted() + " is no package", "say where the file goes: to: opt/..."));
    }
    return url.isPresent() && sha256.isPresent()
        ? Optional.of(new Artefact(url.get(), sha256.get(), to))
        : Optional.empty();
  }
}
