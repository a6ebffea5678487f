package com.pharmaserv.repave.infra.judges.access;

import com.pharmaserv.repave.infra.dryrun.Physical;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What things of a stack are called: in the program, in tables, and by AWS. */
final class Names {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}$]+)}");

  private final Inventory inventory;
  private final String environment;
  private final String account;
  private final String region;
  private final String paired;

  Names(String stack, Inventory inventory) {
    this.inventory = inventory;
    environment = stack;
    region = inventory.region(inventory.of("dynamodb/table:Table").get(0));
    paired =
        inventory.regions().stream().filter(each -> !each.equals(region)).findFirst().orElseThrow();
    account = named("rollout-role").text("permissionsBoundary").split(":", -1)[4];
  }

  String environment() {
    return environment;
  }

  String account() {
    return account;
  }

  String region() {
    return region;
  }

  /** Text with the names of things in place of {@code {…}}. */
  String fill(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher.group(1))));
    }
    matcher.appendTail(filled);
    String once = filled.toString();
    return once.equals(text) ? once : fill(once);
  }

  private String value(String word) {
    return switch (word) {
      case "env" -> environment;
      case "account" -> account;
      case "region" -> region;
      case "paired" -> paired;
      default -> {
        if (word.startsWith("role:")) {
          yield "arn:aws:iam::" + account + ":role/" + word.substring(5);
        }
        if (word.startsWith("id:")) {
          yield physical(named(word.substring(3))).id();
        }
        yield arn(named(word));
      }
    };
  }

  /** The resource of a logical name, without its region if that is the primary one. */
  ResourceView named(String name) {
    List<String> names = List.of(name, region + "-" + name, name.replace("paired/", paired + "-"));
    return inventory
        .aws()
        .filter(view -> names.contains(view.name()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is called '" + name + "'"));
  }

  /** What tables call a role. */
  String word(ResourceView role) {
    String name = role.name();
    String bare = name.startsWith(region + "-") ? name.substring(region.length() + 1) : name;
    return bare.replace(paired + "-", "paired/").replaceAll("-role$", "");
  }

  String arn(ResourceView view) {
    return String.valueOf(physical(view).outputs().get("arn"));
  }

  private Physical physical(ResourceView view) {
    Map<String, Object> inputs = new HashMap<>(view.inputs());
    return Physical.of(
        new Physical.Order(view.type(), view.name(), inputs, account, inventory.region(view)), "");
  }
}
