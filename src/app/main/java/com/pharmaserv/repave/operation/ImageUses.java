package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fate.Need;
import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.port.RepaveException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What fleets need of images: what they run on, roll to, and may have to go back to. */
final class ImageUses {
  /** Images that a fleet ran on last, and may have to go back to. */
  static final int WAYS_BACK = 3;

  private final Map<ImageId, List<Use>> uses = new HashMap<>();

  private ImageUses() {}

  /**
   * Looks at all fleets of all environments.
   *
   * @param places all that share their images
   * @throws RepaveException if one cannot be read: what it needs is not known then
   */
  static Map<ImageId, List<Use>> of(List<Place> places) throws RepaveException {
    ImageUses found = new ImageUses();
    for (Place place : places) {
      // Those of fleets that no file describes any more as well.
      for (Generation generation : place.provider().fleets().all(place.environment().id())) {
        String name = "%s/%s".formatted(place.environment().name(), generation.id());
        found.add(generation.image(), Need.RUNS, name);
      }
      for (Fleet fleet : place.environment().fleets()) {
        found.journal(fleet, place.provider().journal(fleet).records());
      }
    }
    return found.uses;
  }

  private void journal(Fleet fleet, List<JournalRecord> records) {
    String name = fleet.id().toString();
    LinkedHashSet<ImageId> waysBack = new LinkedHashSet<>();
    for (int i = records.size() - 1; i >= 0 && waysBack.size() < WAYS_BACK; i--) {
      if (records.get(i).entry() instanceof Decided decided && decided.state().ended()) {
        decided.state().active().map(Placement::image).ifPresent(waysBack::add);
      }
    }
    waysBack.forEach(image -> add(image, Need.WAY_BACK, name));
    for (int i = records.size() - 1; i >= 0; i--) {
      if (records.get(i).entry() instanceof Decided decided) {
        open(name, decided.state());
        return;
      }
    }
  }

  private void open(String fleet, RolloutState state) {
    if (!state.ended()) {
      add(state.to().image(), Need.ROLLING, fleet);
      state.from().ifPresent(from -> add(from.image(), Need.ROLLING, fleet));
    }
  }

  private void add(ImageId image, Need why, String by) {
    uses.computeIfAbsent(image, i -> new ArrayList<>()).add(new Use(why, by));
  }
}
