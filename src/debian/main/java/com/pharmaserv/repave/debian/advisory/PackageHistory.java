package com.pharmaserv.repave.debian.advisory;

import java.util.Optional;

/**
 * What a package's folder of documentation says of its history. At most one of the two is there:
 * none for a package that brings no documentation.
 *
 * @param name of the package
 * @param elsewhere the package that has the folder, if it is only a link to that
 */
public record PackageHistory(
    String name, Optional<Changelog> changelog, Optional<String> elsewhere) {}
