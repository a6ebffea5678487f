package com.pharmaserv.repave.debian.lock;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * The name of a package everywhere, by which scanners find its vulnerabilities: {@code
 * pkg:deb/debian/libssl3t64@3.5.9-1~deb13u1?arch=amd64&distro=debian-13&upstream=openssl}.
 */
public final class PackageUrl {
  private PackageUrl() {}

  public static String of(LockedPackage locked) {
    TreeMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("arch", locked.architecture());
    qualifiers.put("distro", distro(locked));
    String upstream = upstream(locked);
    if (!upstream.equals(locked.name())) {
      qualifiers.put("upstream", upstream);
    }
    StringBuilder url = new StringBuilder("pkg:deb/debian/");
    url.append(encoded(locked.name())).append('@').append(encoded(locked.version().text()));
    qualifiers.forEach(
        (name, value) ->
            url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value)));
    return url.toString();
  }

  private static String distro(LockedPackage locked) {
    String release = Releases.of(locked.suite());
    return Releases.number(release).map(number -> "debian-" + number).orElse(release);
  }

  /** The source, with its version where that is another one. */
  private static String upstream(LockedPackage locked) {
    LockedPackage.Source source = locked.source();
    return source.version().equals(locked.version())
        ? source.name()
        : source.name() + "@" + source.version();
  }

  /** All but what the specification lets stand: letters, digits and these five. */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean stands =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || ".-_~:".indexOf(c) >= 0;
      encoded.append(stands ? String.valueOf(c) : "%%%02X".formatted(b & 0xff));
    }
    return encoded.toString();
  }
}
