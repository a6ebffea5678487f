package com.pharmaserv.repave.aws.image;

import static com.pharmaserv.repave.aws.image.Amis.filter;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Finds the one existing image that a recipe's base means now. */
final class Bases {
  private final Clients clients;
  private final Amis amis;

  Bases(Clients clients) {
    this.clients = clients;
    this.amis = new Amis(clients);
  }

  /**
   * Finds it.
   *
   * @param recipe the recipe's file, for messages
   * @param now images that are deprecated by then are passed over
   */
  Ami resolve(Base base, String recipe, Instant now) throws ProviderException, BakeException {
    if (base instanceof Base.AmiId byId) {
      return byId(byId.id(), base, recipe);
    }
    if (base instanceof Base.AmiParameter parameter) {
      String id =
          value(parameter.name())
              .orElseThrow(
                  () -> complaint(recipe, base, "there is no such parameter in " + region()));
      return byId(id, base, recipe);
    }
    if (base instanceof Base.AmiFilter wanted) {
      return newest(wanted, recipe, now);
    }
    throw complaint(
        recipe,
        base,
        "the aws provider bakes on an existing image; name one by id, parameter or filter");
  }

  private String region() {
    return clients.region();
  }

  private Ami byId(String id, Base base, String recipe) throws ProviderException, BakeException {
    Ami ami =
        amis.byId(id)
            .orElseThrow(
                () ->
                    complaint(
                        recipe,
                        base,
                        "image '" + id + "' does not exist in " + region() + " or is not shared"));
    if (!ami.available()) {
      throw complaint(recipe, base, "image '" + id + "' is " + ami.state());
    }
    return ami;
  }

  private Optional<String> value(String name) throws ProviderException {
    return Errors.read(
        "read parameter '" + name + "'",
        () -> {
          try {
            return Optional.of(clients.ssm().getParameter(r -> r.name(name)).parameter().value());
          } catch (ParameterNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private Ami newest(Base.AmiFilter wanted, String recipe, Instant now)
      throws ProviderException, BakeException {
    return amis
        .all(
            wanted.owner(),
            filter("name", wanted.name()),
            filter("architecture", wanted.architecture()),
            filter("state", "available"),
            filter("root-device-type", "ebs"))
        .stream()
        // An owner sees own images even when they are deprecated (EC2 user guide, "Deprecate an
        // AMI"), so EC2's own default is not enough.
        .filter(ami -> ami.deprecated().isEmpty() || ami.deprecated().get().isAfter(now))
        .filter(ami -> ami.available() && ami.architecture().equals(wanted.architecture()))
        .max(Comparator.comparing(Ami::created).thenComparing(Ami::id))
        .orElseThrow(
            () ->
                complaint(
                    recipe,
                    wanted,
                    ("no available image in %s fits; check owner, name and"
                            + " architecture, and that it is not deprecated")
                        .formatted(region())));
  }

  private static BakeException complaint(String recipe, Base base, String why) {
    return new BakeException(recipe + ": base '" + base.text() + "': " + why);
  }
}
