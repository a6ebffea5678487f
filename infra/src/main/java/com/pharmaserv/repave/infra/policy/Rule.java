package com.pharmaserv.repave.infra.policy;

import com.pharmaserv.repave.infra.view.Inventory;
import java.util.List;

/**
 * One thing that must hold.
 *
 * @param id short and never reused, for example {@code N04}
 * @param text what must hold, as a sentence
 * @param claims what it makes true
 * @param controls ids of published controls that ask for the same: of AWS Security Hub, Checkov
 *     (CKV), 21 CFR Part 11 and EU GMP Annex 11
 */
public record Rule(String id, String text, List<Claim> claims, List<String> controls, Check check) {
  public Rule {
    claims = List.copyOf(claims);
    controls = List.copyOf(controls);
  }

  /** Looks at a stack and says what it finds. */
  public interface Check {
    void look(Inventory all, Sight sight);
  }

  /**
   * @param controls separated by blanks
   */
  static Rule of(String id, String text, List<Claim> claims, String controls, Check check) {
    return new Rule(id, text, claims, List.of(controls.split(" ", -1)), check);
  }
}
