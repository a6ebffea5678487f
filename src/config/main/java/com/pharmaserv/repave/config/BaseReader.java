package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Base;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads what an image is baked on. */
final class BaseReader {
  static final Shape BASE = Shape.of("a base").required("ami", "ami-0123456789abcdef0");

  static final Shape AMI =
      Shape.of("an ami").optional("parameter", "owner", "name", "architecture");

  /** Systems Manager user guide: public parameters begin with /aws/service/. */
  private static final Pattern PARAMETER = Pattern.compile("/aws/service/[A-Za-z0-9_./-]{1,500}");

  private static final Pattern OWNER = Pattern.compile("[0-9]{12}|amazon|aws-marketplace|self");

  /** EC2 API reference, RegisterImage: 3 to 128 of these characters; and two wildcards. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9()\\[\\] ./'@_*?-]{3,128}");

  private BaseReader() {}

  static Optional<Base> read(Item item) {
    if (item.node() instanceof MappingNode) {
      return Fields.open(item, BASE).item("ami").flatMap(BaseReader::ami);
    }
    return item.oneOf(List.of("host")).map(host -> new Base.Host());
  }

  private static Optional<Base> ami(Item item) {
    if (!(item.node() instanceof MappingNode)) {
      return AwsNames.id(item, "ami").map(Base.AmiId::new);
    }
    Fields fields = Fields.open(item, AMI);
    Optional<Item> parameter = fields.item("parameter");
    if (parameter.isPresent() && fields.present().size() == 1) {
      return parameter
          .get()
          .matching(PARAMETER, "the name of a public parameter, /aws/service/...")
          .map(Base.AmiParameter::new);
    }
    if (parameter.isPresent() || fields.present().size() < AMI.names().size() - 1) {
      item.problem(
          "must have either parameter, or owner, name and architecture", "write one of the two");
      return Optional.empty();
    }
    Optional<String> owner =
        fields
            .item("owner")
            .flatMap(i -> i.matching(OWNER, "an account's 12 digits, amazon or self"));
    Optional<String> name =
        fields
            .item("name")
            .flatMap(i -> i.matching(NAME, "an image's name; * and ? stand for other characters"));
    Optional<String> architecture =
        fields.item("architecture").flatMap(i -> i.oneOf(List.of("x86_64", "arm64")));
    return owner.isPresent() && name.isPresent() && architecture.isPresent()
        ? Optional.of(new Base.AmiFilter(owner.get(), name.get(), architecture.get()))
        : Optional.empty();
  }
}
