package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Text;
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
          .about("An account and a region. Anything else is refused before the first write.")
          .required(
              "account",
              "\"111122223333\"",
              AwsNames.ACCOUNT,
              "The account, in quotes: twelve digits as text.")
          .required(
              "region",
              "eu-west-1",
              AwsNames.REGION.as("region"),
              "Where the fleets run; in the jurisdiction, and the zones are its zones.")
          .optional(
              "copies",
              Items.of(AwsNames.REGION.as("region")).unique(),
              "Other regions of the jurisdiction that images are copied to.",
              List.of())
          .optional(
              "role",
              AwsNames.role(AwsNames.ANY_ACCOUNT),
              "Role of the account that is assumed for every call; without it the tool acts as"
                  + " whoever runs it.");

  private AwsReader() {}

  /**
   * Nothing where a part does not fit.
   *
   * @param jurisdiction that every region must belong to
   */
  static Optional<Aws> read(Item item, Jurisdiction jurisdiction) {
    Fields fields = Fields.open(item, AWS);
    Optional<String> account = fields.text("account");
    Optional<String> region = fields.item("region").flatMap(i -> region(i, jurisdiction));
    Optional<List<String>> copies =
        fields
            .item("copies")
            .map(i -> copies(i, jurisdiction, region))
            .orElse(Optional.of(List.of()));
    Text ofTheAccount = AwsNames.role(account.orElse(AwsNames.ANY_ACCOUNT));
    Optional<String> role = fields.item("role").flatMap(i -> i.matching(ofTheAccount));
    if (account.isEmpty() || region.isEmpty() || copies.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Aws(account.get(), region.get(), copies.get(), role));
  }

  private static Optional<String> region(Item item, Jurisdiction jurisdiction) {
    Optional<String> region = item.matching(AwsNames.REGION);
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
