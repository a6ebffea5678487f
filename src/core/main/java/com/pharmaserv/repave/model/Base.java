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
