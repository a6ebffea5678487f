package com.pharmaserv.repave.infra.policy;

import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one rule looked at in one stack, and what it found wrong. */
public final class Sight {
  private final String rule;
  private final Set<ResourceView> subjects = new LinkedHashSet<>();
  private final Set<Finding> findings = new LinkedHashSet<>();

  Sight(String rule) {
    this.rule = rule;
  }

  /**
   * Something wrong.
   *
   * @param urn of the resource; empty where one is missing
   */
  public record Finding(String rule, String urn, String text) {
    @Override
    public String toString() {
      return rule
          + ": "
          + (urn.isEmpty() ? "" : urn.substring(urn.lastIndexOf(':') + 1) + " ")
          + text;
    }
  }

  /** Looks at a resource. */
  void require(ResourceView view, boolean holds, String otherwise) {
    subjects.add(view);
    if (!holds) {
      findings.add(new Finding(rule, view.urn(), otherwise));
    }
  }

  /** Looks for a resource: some of these must be there. */
  void someOf(List<ResourceView> views, String otherwise) {
    subjects.addAll(views);
    if (views.isEmpty()) {
      findings.add(new Finding(rule, "", otherwise));
    }
  }

  /** Looks at the stack as a whole. */
  void require(boolean holds, String otherwise) {
    if (!holds) {
      findings.add(new Finding(rule, "", otherwise));
    }
  }

  /** The resources that the rule looked at. */
  public Set<ResourceView> subjects() {
    return Set.copyOf(subjects);
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }
}
