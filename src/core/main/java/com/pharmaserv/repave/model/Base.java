package com.pharmaserv.repave.model;

/** What an image is baked on. */
public sealed interface Base {
  /** The base as one line, for messages and for the digest of what is baked on it. */
  String text();

  /** The userland of the machine that bakes; isolates nothing. */
  record Host() implements Base {
    @Override
    public String text() {
      return "host";
    }
  }

  /**
   * Packages of Debian, installed into an empty tree without any machine.
   *
   * @param suite for example {@code trixie}
   * @param mirror root of an archive with the suite and its updates
   * @param security root of the archive with the suite's security fixes; {@link #NONE} where they
   *     are in the mirror's suite
   */
  record Debian(String suite, String mirror, String security) implements Base {
    /** Debian's own archives. */
    public static final String MIRROR = "http://deb.debian.org/debian";

    public static final String SECURITY = "http://security.debian.org/debian-security";

    public static final String NONE = "none";

    @Override
    public String text() {
      return "debian " + suite;
    }
  }

  /** Another recipe of the project: all that it puts into its image is in this one, too. */
  record From(String recipe) implements Base {
    public From {
      Names.require("image", recipe);
    }

    @Override
    public String text() {
      return "from " + recipe;
    }
  }

  /** An existing machine image on AWS, by its id, for example {@code ami-0123456789abcdef0}. */
  record AmiId(String id) implements Base {
    @Override
    public String text() {
      return "ami " + id;
    }
  }

  /**
   * An existing machine image on AWS that a public SSM parameter names, for example {@code
   * /aws/service/debian/release/12/latest/amd64}.
   */
  record AmiParameter(String name) implements Base {
    @Override
    public String text() {
      return "ami of parameter " + name;
    }
  }

  /**
   * The newest machine image of an owner whose name fits.
   *
   * @param owner account id, or {@code amazon} or {@code self}
   * @param name with {@code *} and {@code ?}, as EC2's filter reads it
   * @param architecture {@code x86_64} or {@code arm64}
   */
  record AmiFilter(String owner, String name, String architecture) implements Base {
    @Override
    public String text() {
      return "newest ami of " + owner + " named " + name + " for " + architecture;
    }
  }
}
