package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Choice;
import com.pharmaserv.repave.config.Kind.Either;
import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.model.Base;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what an image is baked on. */
final class BaseReader {
  private static final Text ID = AwsNames.id("ami");

  /** Systems Manager user guide: public parameters begin with /aws/service/. */
  private static final Text PARAMETER =
      Text.of(
          "/aws/service/[A-Za-z0-9_./-]{1,500}",
          "the name of a public parameter, /aws/service/...");

  private static final Text OWNER =
      Text.of("[0-9]{12}|amazon|aws-marketplace|self", "an account's 12 digits, amazon or self");

  /** EC2 API reference, RegisterImage: 3 to 128 of these characters; and two wildcards. */
  private static final Text NAME =
      Text.of(
          "[A-Za-z0-9()\\[\\] ./'@_*?-]{3,128}",
          "an image's name; * and ? stand for other characters");

  private static final Choice ARCHITECTURE = Choice.of("x86_64", "arm64");

  private static final Choice HOST = Choice.of("host");

  private static final List<String> FILTER = List.of("owner", "name", "architecture");

  static final Shape AMI =
      Shape.of("an ami")
          .about(
              "How to find a machine image: by a public parameter that names it, or as the newest"
                  + " of an owner.")
          .under(new Shape.Rule.OneGroup(List.of(List.of("parameter"), FILTER)))
          .optional(
              "parameter",
              PARAMETER,
              "Public parameter of Systems Manager, such as"
                  + " /aws/service/debian/release/12/latest/amd64.")
          .optional(
              "owner",
              OWNER,
              "Account whose images count, in quotes; or amazon, aws-marketplace, self.")
          .optional(
              "name",
              NAME,
              "The image's name; * and ? stand for other characters. The newest that fits is"
                  + " taken.")
          .optional("architecture", ARCHITECTURE, "Of the processor.");

  static final Shape BASE =
      Shape.of("a base")
          .about("A machine image on Amazon Web Services.")
          .required(
              "ami",
              "ami-0123456789abcdef0",
              new Either(List.of(ID, AMI.as("ami"))),
              "Its id, or how to find it.");

  private static final Choice SUITE = Choice.of("bookworm", "trixie");

  private static final String ADDRESS = "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*";

  /** A dated state is one of these, too: http://snapshot.debian.org/archive/debian/DATE. */
  private static final Text ARCHIVE = Text.of(ADDRESS, "an archive's http URL").upTo(255);

  private static final Text SECURITY =
      Text.of("%s|%s".formatted(Base.Debian.NONE, ADDRESS), "an archive's http URL, or none")
          .upTo(255);

  static final Shape DEBIAN =
      Shape.of("a base")
          .about("Packages of Debian, locked; no machine is needed to bake.")
          .required("debian", "trixie", SUITE, "The suite.")
          .optional(
              "mirror",
              ARCHIVE,
              "Archive with the suite and its updates, for example a dated one.",
              Base.Debian.MIRROR)
          .optional(
              "security",
              SECURITY,
              "Archive with the security fixes; none where the mirror's suite has them.",
              Base.Debian.SECURITY);

  static final Shape FROM =
      Shape.of("a base")
          .about("Another recipe: all that it puts into its image is in this one, too.")
          .required("from", "base", Kinds.NAME, "Its name.");

  /** Everything that an image can be baked on. */
  static final Kind ANY =
      new Either(List.of(HOST, BASE.as("base"), DEBIAN.as("debian-base"), FROM.as("from-base")));

  private BaseReader() {}

  static Optional<Base> read(Item item) {
    if (item.node() instanceof MappingNode mapping) {
      if (names(mapping, "debian")) {
        return debian(Fields.open(item, DEBIAN));
      }
      if (names(mapping, "from")) {
        return Fields.open(item, FROM).item("from").flatMap(BaseReader::from);
      }
      return Fields.open(item, BASE).item("ami").flatMap(BaseReader::ami);
    }
    return item.oneOf(HOST).map(host -> new Base.Host());
  }

  private static boolean names(MappingNode mapping, String field) {
    return mapping.getValue().stream()
        .anyMatch(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(field));
  }

  private static Optional<Base> debian(Fields fields) {
    Optional<String> suite = fields.item("debian").flatMap(i -> i.oneOf(SUITE));
    String mirror = fields.read("mirror", i -> i.matching(ARCHIVE), Base.Debian.MIRROR);
    String security = fields.read("security", i -> i.matching(SECURITY), Base.Debian.SECURITY);
    return suite.map(name -> new Base.Debian(name, mirror, security));
  }

  private static Optional<Base> from(Item item) {
    return item.name("image").map(Base.From::new);
  }

  private static Optional<Base> ami(Item item) {
    if (!(item.node() instanceof MappingNode)) {
      return item.matching(ID).map(Base.AmiId::new);
    }
    Fields fields = Fields.open(item, AMI);
    Optional<Item> parameter = fields.item("parameter");
    if (parameter.isPresent() && fields.present().size() == 1) {
      return fields.text("parameter").map(Base.AmiParameter::new);
    }
    if (parameter.isPresent() || fields.present().size() < FILTER.size()) {
      item.problem(
          "must have either parameter, or owner, name and architecture", "write one of the two");
      return Optional.empty();
    }
    Optional<String> owner = fields.text("owner");
    Optional<String> name = fields.text("name");
    Optional<String> architecture = fields.item("architecture").flatMap(i -> i.oneOf(ARCHITECTURE));
    return owner.isPresent() && name.isPresent() && architecture.isPresent()
        ? Optional.of(new Base.AmiFilter(owner.get(), name.get(), architecture.get()))
        : Optional.empty();
  }
}
