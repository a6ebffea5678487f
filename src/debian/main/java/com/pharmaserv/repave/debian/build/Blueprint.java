package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.bake.Inputs;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recipe together with those that it stands on, as one: what they put in stands first, what the
 * last one says of its command and its health counts.
 *
 * @param chain from the one on a suite of Debian to the one that is baked
 * @param inputs the files of all, by their place in the tree
 */
public record Blueprint(
    List<Source> chain, Base.Debian base, SortedMap<String, Inputs.Input> inputs) {
  /** Recipes that stand on each other; more would be a riddle. */
  private static final int CHAIN_MAX = 8;

  public Blueprint {
    chain = List.copyOf(chain);
  }

  /** A command of one of the recipes. */
  public record Step(Source source, Recipe.Command command) {}

  /** Finds the recipe that another one stands on. */
  public interface Shelf {
    Source find(String recipe) throws BakeException;
  }

  /** Follows a recipe down to its suite. */
  public static Blueprint of(Source last, Shelf shelf) throws BakeException {
    List<Source> chain = new ArrayList<>(List.of(last));
    while (chain.get(0).recipe().base() instanceof Base.From from) {
      Source here = chain.get(0);
      if (chain.size() == CHAIN_MAX) {
        throw new BakeException(
            "%s: more than %s recipes stand on each other, or in a circle"
                .formatted(last.file(), CHAIN_MAX));
      }
      Source below = shelf.find(from.recipe());
      if (!(below.recipe().base() instanceof Base.From)
          && !(below.recipe().base() instanceof Base.Debian)) {
        throw new BakeException(
            "%s: stands on '%s', whose base is %s; only recipes on Debian packages can be stood on"
                .formatted(here.file(), from.recipe(), below.recipe().base().text()));
      }
      chain.add(0, below);
    }
    if (!(chain.get(0).recipe().base() instanceof Base.Debian base)) {
      throw new BakeException(
          "%s: base '%s' has no packages of Debian"
              .formatted(last.file(), chain.get(0).recipe().base().text()));
    }
    SortedMap<String, Inputs.Input> inputs = new TreeMap<>();
    for (Source source : chain) {
      for (Map.Entry<String, Inputs.Input> input :
          Inputs.collect(source.recipe(), source.folder()).entrySet()) {
        if (inputs.put(input.getKey(), input.getValue()) != null) {
          throw new BakeException(
              "%s: file '%s' is there already, from a recipe that this one stands on"
                  .formatted(source.file(), input.getKey()));
        }
      }
    }
    return new Blueprint(chain, base, inputs);
  }

  /** The recipe that is baked. */
  public Recipe recipe() {
    return last().recipe();
  }

  public Source last() {
    return chain.get(chain.size() - 1);
  }

  /** All of them as one text, files aside: what differs in it makes another image. */
  String text() {
    StringBuilder text = new StringBuilder();
    chain.forEach(source -> text.append(Canonical.text(source.recipe(), new TreeMap<>())));
    return text.toString();
  }

  /** What all of them want, once each. */
  public List<String> packages() {
    LinkedHashSet<String> all = new LinkedHashSet<>();
    chain.forEach(source -> all.addAll(source.recipe().packages()));
    return List.copyOf(all);
  }

  public List<Step> setup() {
    return chain.stream()
        .flatMap(source -> source.recipe().setup().stream().map(c -> new Step(source, c)))
        .toList();
  }

  public List<Step> checks() {
    return chain.stream()
        .flatMap(source -> source.recipe().checks().stream().map(c -> new Step(source, c)))
        .toList();
  }

  public List<Recipe.Artefact> artefacts() {
    return chain.stream().flatMap(s -> s.recipe().machine().artefacts().stream()).toList();
  }

  /** What the whole machine needs; of a kernel parameter the last word counts. */
  public Recipe.Machine machine() {
    LinkedHashSet<String> users = new LinkedHashSet<>();
    LinkedHashSet<String> enable = new LinkedHashSet<>();
    LinkedHashSet<String> mask = new LinkedHashSet<>();
    LinkedHashSet<String> listen = new LinkedHashSet<>();
    LinkedHashMap<String, String> sysctl = new LinkedHashMap<>();
    int budget = 0;
    int disk = 0;
    for (Source source : chain) {
      Recipe.Machine one = source.recipe().machine();
      users.addAll(one.users());
      enable.addAll(one.enable());
      mask.addAll(one.mask());
      listen.addAll(one.listen());
      one.sysctl().forEach(line -> sysctl.put(line.substring(0, line.indexOf('=')), line));
      budget = Math.max(budget, one.budgetMib());
      disk = Math.max(disk, one.diskGib());
    }
    return new Recipe.Machine(
        List.copyOf(users),
        recipe().machine().user(),
        List.copyOf(enable),
        List.copyOf(mask),
        List.copyOf(sysctl.values()),
        List.copyOf(listen),
        artefacts(),
        budget,
        disk);
  }
}
