package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Environment.Aws;
import com.pharmaserv.repave.model.Jurisdiction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads where on AWS an environment is. */
final class AwsReader {
  static final Shape AWS =
      Shape.of("aws")
          .required("account", "\"111122223333\"")
          .required("region", "eu-west-1")
          .optional("copies", "role");

  private AwsReader() {}

  /**
   * Nothing where a part does not fit.
   *
   * @param jurisdiction that every region must belong to
   */
  static Optional<Aws> read(Item item, Jurisdiction jurisdiction) {
    Fields fields = Fields.open(item, AWS);
    Optional<String> account = fields.item("account").flatMap(AwsNames::account);
    Optional<String> region = fields.item("region").flatMap(i -> region(i, jurisdiction));
    Optional<List<String>> copies =
        fields
            .item("copies")
            .map(i -> copies(i, jurisdiction, region))
            .orElse(Optional.of(List.of()));
    Optional<Item> roleItem = fields.item("role");
    Optional<String> role = roleItem.flatMap(i -> AwsNames.role(i, account.orElse("[0-9]{12}")));
    if (account.isEmpty() || region.isEmpty() || copies.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Aws(account.get(), region.get(), copies.get(), role));
  }

  private static Optional<String> region(Item item, Jurisdiction jurisdiction) {
    Optional<String> region = AwsNames.region(item);
    if (region.isPresent() && !jurisdiction.names(region.get())) {
      item.problem(
          item.quoted() + " is outside of jurisdiction " + jurisdiction,
          "its regions begin with " + jurisdiction + "-");
      return Optional.empty();
    }
    return region;
  }

  private static Optional<List<String>> copies(
      Item item, Jurisdiction jurisdiction, Optional<String> own) {
    Set<String> seen = new HashSet<>();
    return item.list(
        each -> {
          Optional<String> region = region(each, jurisdiction);
          if (region.isPresent() && region.equals(own)) {
            each.problem(
                each.quoted() + " is the environment's own region", "name only other ones");
          } else if (region.isPresent() && !seen.add(region.get())) {
            each.problem(each.quoted() + " is given twice", "name each region once");
          }
          return region;
        });
  }
}
