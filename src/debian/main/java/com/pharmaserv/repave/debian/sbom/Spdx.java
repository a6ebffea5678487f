package com.pharmaserv.repave.debian.sbom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.debian.lock.PackageUrl;
import java.time.temporal.ChronoUnit;

/** Writes an inventory as SPDX 2.3. */
public final class Spdx {
  private static final String DOCUMENT = "SPDXRef-DOCUMENT";
  private static final String IMAGE = "SPDXRef-Image";
  private static final String UNKNOWN = "NOASSERTION";

  private final Lock lock;
  private final Described described;

  private Spdx(Lock lock, Described described) {
    this.lock = lock;
    this.described = described;
  }

  /** The document; the same lock and disk always give the same bytes. */
  public static byte[] write(Lock lock, Described described) {
    return Documents.bytes(new Spdx(lock, described).document());
  }

  private ObjectNode document() {
    ObjectNode document = Documents.MAPPER.createObjectNode();
    document.put("spdxVersion", "SPDX-2.3");
    document.put("dataLicense", "CC0-1.0");
    document.put("SPDXID", DOCUMENT);
    document.put("name", described.image());
    // A name, not a place: nothing has to be there.
    document.put(
        "documentNamespace",
        "https://spdx.org/spdxdocs/repave-" + Documents.number("SPDX", described, lock));
    ObjectNode creation = document.putObject("creationInfo");
    creation.put("created", lock.at().truncatedTo(ChronoUnit.SECONDS).toString());
    creation.putArray("creators").add("Tool: repave");
    ArrayNode packages = document.putArray("packages");
    ArrayNode relationships = document.putArray("relationships");
    image(packages.addObject());
    relation(relationships, DOCUMENT, "DESCRIBES", IMAGE);
    for (LockedPackage locked : lock.packages()) {
      locked(packages.addObject(), locked);
      relation(relationships, IMAGE, "CONTAINS", id(locked));
    }
    return document;
  }

  private void image(ObjectNode image) {
    image.put("SPDXID", IMAGE);
    image.put("name", described.image());
    image.put("downloadLocation", UNKNOWN);
    image.put("filesAnalyzed", false);
    image.put("primaryPackagePurpose", "OPERATING-SYSTEM");
    described
        .disk()
        .ifPresent(
            disk -> {
              image.put("versionInfo", "sha256:" + disk);
              checksum(image, disk);
            });
    silent(image);
  }

  private void locked(ObjectNode node, LockedPackage locked) {
    node.put("SPDXID", id(locked));
    node.put("name", locked.name());
    node.put("versionInfo", locked.version().text());
    node.put("downloadLocation", lock.url(locked));
    node.put("filesAnalyzed", false);
    checksum(node, locked.sha256());
    node.put(
        "sourceInfo",
        "built from source %s %s, of suite %s"
            .formatted(locked.source().name(), locked.source().version(), locked.suite()));
    ObjectNode purl = node.putArray("externalRefs").addObject();
    purl.put("referenceCategory", "PACKAGE-MANAGER");
    purl.put("referenceType", "purl");
    purl.put("referenceLocator", PackageUrl.of(locked));
    silent(node);
  }

  private static void silent(ObjectNode node) {
    node.put("licenseConcluded", UNKNOWN);
    node.put("licenseDeclared", UNKNOWN);
    node.put("copyrightText", UNKNOWN);
  }

  private static void checksum(ObjectNode node, String sha256) {
    ObjectNode checksum = node.putArray("checksums").addObject();
    checksum.put("algorithm", "SHA256");
    checksum.put("checksumValue", sha256);
  }

  private static void relation(ArrayNode relationships, String from, String type, String to) {
    ObjectNode relation = relationships.addObject();
    relation.put("spdxElementId", from);
    relation.put("relationshipType", type);
    relation.put("relatedSpdxElement", to);
  }

  /**
   * Letters, digits, dots and hyphens: a plus, which no id may have, becomes one that no name has.
   */
  private static String id(LockedPackage locked) {
    return "SPDXRef-Package-" + locked.name().replace("+", "P");
  }
}
