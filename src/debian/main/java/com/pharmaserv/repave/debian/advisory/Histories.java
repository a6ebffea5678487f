package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.LockedPackage;

/**
 * Where the histories of packages come from, as a rule {@link DebDocs} over a store of packages.
 */
public interface Histories {
  /**
   * The history that this very package carries.
   *
   * @throws AdvisoryException if the package is not there or cannot be read
   */
  PackageHistory of(LockedPackage locked) throws AdvisoryException;
}
