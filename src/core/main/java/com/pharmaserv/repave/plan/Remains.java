package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left of generations that were being deleted when the process died, or when the provider
 * refused: a group may be gone, and what was made for it still there, where no look at the fleet
 * shows it. Deleting again ends it.
 */
public final class Remains {
  private Remains() {}

  /**
   * The deletions of which nobody knows that they were done, in the order in which they were begun.
   * None while a rollout is open, which tries its own again.
   *
   * @param records of the fleet's journal
   * @param view with the generations that are still there, which are not meant
   */
  public static List<Intended> of(List<JournalRecord> records, FleetView view) {
    Map<Long, Intended> begun = new HashMap<>();
    Map<GenerationId, Intended> left = new LinkedHashMap<>();
    boolean open = false;
    for (JournalRecord record : records) {
      if (record.entry() instanceof Intended intended
          && intended.action() instanceof RetireGeneration retire) {
        begun.put(record.number(), intended);
        left.put(retire.generation(), intended);
      } else if (record.entry() instanceof Happened happened
          && happened.failure().isEmpty()
          && begun.containsKey(happened.intent())) {
        left.values().remove(begun.get(happened.intent()));
      } else if (record.entry() instanceof Decided decided) {
        open = !decided.state().ended();
      }
    }
    if (open) {
      return List.of();
    }
    left.keySet().removeIf(id -> view.find(id).isPresent());
    return List.copyOf(left.values());
  }
}
