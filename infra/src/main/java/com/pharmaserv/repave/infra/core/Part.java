package com.pharmaserv.repave.infra.core;

import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;

/** A component of the stack that stands in one region. */
public abstract class Part extends ComponentResource {
  private final Scope scope;
  private final String name;

  /**
   * @param kind the component's type, for example {@code Network}
   * @param name unique among the components of its kind within the region
   */
  protected Part(String kind, String name, Scope scope) {
    super(
        "repave:infra:" + kind,
        scope.region() + "-" + name,
        ComponentResourceOptions.builder().provider(scope.provider()).build());
    this.scope = scope;
    this.name = name;
    scope.made(this);
  }

  /** A component inside another one. */
  protected Part(String kind, String name, Part parent) {
    super(
        "repave:infra:" + kind,
        parent.scope.region() + "-" + name,
        ComponentResourceOptions.builder().parent(parent).build());
    this.scope = parent.scope;
    this.name = name;
    scope.made(this);
  }

  public final Scope scope() {
    return scope;
  }

  /** The component's name without its region. */
  protected final String name() {
    return name;
  }

  /** The name of a resource inside the component; the region keeps both regions' apart. */
  public final String named(String what) {
    return scope.region() + "-" + name + "-" + what;
  }

  /** Options of a resource inside the component. */
  public final CustomResourceOptions own() {
    return options().build();
  }

  /** Options of a resource whose loss would lose data or evidence: Pulumi refuses to delete it. */
  public final CustomResourceOptions kept() {
    return options().protect(true).build();
  }

  /** The beginning of {@link #own()}, to add to. */
  public final CustomResourceOptions.Builder options() {
    return CustomResourceOptions.builder().parent(this);
  }
}
