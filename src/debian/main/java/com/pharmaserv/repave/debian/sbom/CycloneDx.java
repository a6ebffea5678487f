package com.pharmaserv.repave.debian.sbom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.debian.lock.PackageUrl;

/** Writes an inventory as CycloneDX 1.6. */
public final class CycloneDx {
  private static final String ROOT = "image";

  private final Lock lock;
  private final Described described;

  private CycloneDx(Lock lock, Described described) {
    this.lock = lock;
    this.described = described;
  }

  /** The document; the same lock and disk always give the same bytes. */
  public static byte[] write(Lock lock, Described described) {
    return Documents.bytes(new CycloneDx(lock, described).document());
  }

  private ObjectNode document() {
    ObjectNode document = Documents.MAPPER.createObjectNode();
    document.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    document.put("bomFormat", "CycloneDX");
    document.put("specVersion", "1.6");
    document.put("serialNumber", "urn:uuid:" + Documents.number("CycloneDX", described, lock));
    document.put("version", 1);
    metadata(document.putObject("metadata"));
    ArrayNode components = document.putArray("components");
    ArrayNode refs = Documents.MAPPER.createArrayNode();
    for (LockedPackage locked : lock.packages()) {
      component(components.addObject(), locked);
      refs.add(PackageUrl.of(locked));
    }
    ObjectNode dependencies = document.putArray("dependencies").addObject();
    dependencies.put("ref", ROOT);
    dependencies.set("dependsOn", refs);
    // Whatever is in the image is in the lock.
    ObjectNode whole = document.putArray("compositions").addObject();
    whole.put("aggregate", "complete");
    whole.putArray("assemblies").add(ROOT);
    return document;
  }

  private void metadata(ObjectNode metadata) {
    metadata.put("timestamp", lock.at().toString());
    metadata
        .putObject("tools")
        .putArray("components")
        .addObject()
        .put("type", "application")
        .put("name", "repave");
    ObjectNode image = metadata.putObject("component");
    image.put("type", "operating-system");
    image.put("bom-ref", ROOT);
    image.put("name", described.image());
    described
        .disk()
        .ifPresent(
            disk -> {
              image.put("version", "sha256:" + disk);
              hash(image, disk);
            });
  }

  private void component(ObjectNode component, LockedPackage locked) {
    component.put("type", "library");
    component.put("bom-ref", PackageUrl.of(locked));
    component.put("name", locked.name());
    component.put("version", locked.version().text());
    hash(component, locked.sha256());
    component.put("purl", PackageUrl.of(locked));
    ObjectNode from = component.putArray("externalReferences").addObject();
    from.put("type", "distribution");
    from.put("url", lock.url(locked));
    ArrayNode properties = component.putArray("properties");
    property(properties, "repave:suite", locked.suite());
    property(properties, "repave:source", locked.source().name());
    property(properties, "repave:sourceVersion", locked.source().version().text());
  }

  private static void property(ArrayNode properties, String name, String value) {
    properties.addObject().put("name", name).put("value", value);
  }

  private static void hash(ObjectNode component, String sha256) {
    component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256);
  }
}
