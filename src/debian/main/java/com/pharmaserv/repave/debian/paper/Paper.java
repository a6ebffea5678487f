package com.pharmaserv.repave.debian.paper;

/** The papers of an image, each a file beside the signed statement that binds it. */
public enum Paper {
  /** What it was made of, for other people's tools: CycloneDX. */
  SBOM("sbom.cdx.json"),
  /** The same in SPDX. */
  SPDX("sbom.spdx.json"),
  /** The lock of its packages. */
  LOCK("packages.lock"),
  /** Everything in its tree. */
  CONTENTS("contents.txt"),
  /** What the disk holds, block by block. */
  BLOCKS("blocks.txt"),
  /** What was seen when it was started. */
  FINDINGS("findings.txt");

  private final String file;

  Paper(String file) {
    this.file = file;
  }

  public String file() {
    return file;
  }
}
