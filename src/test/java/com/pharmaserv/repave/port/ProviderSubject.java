package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A provider with one routed fleet that nothing has been rolled to, and a usable image. */
public interface ProviderSubject {
  Fleets fleets();

  Traffic traffic();

  Fleet fleet();

  ImageId image();

  /** Waits for what machines do by themselves; on a simulated clock that takes no time. */
  void until(String what, Callable<Boolean> condition) throws Exception;

  default GenerationId generation(int number) {
    return new GenerationId(fleet().id(), number);
  }

  default Stamp stamp(long epoch) {
    return new Stamp(new RolloutId(fleet().id(), 1), "contract", epoch, 1);
  }

  default LaunchGeneration launching(int number, Slot slot, int desired, Settings settings) {
    return new LaunchGeneration(
        generation(number),
        Optional.of(slot),
        image(),
        desired,
        settings,
        new RolloutId(fleet().id(), number));
  }

  default void launch(int number, Slot slot, int desired, long epoch) throws ProviderException {
    Settings settings = Settings.of(desired, Math.max(3, desired), List.of(), false);
    fleets().launch(fleet(), launching(number, slot, desired, settings), stamp(epoch));
  }

  default FleetView view() throws ProviderException {
    return fleets().observe(fleet());
  }

  default Generation seen(int number) throws ProviderException {
    FleetView view = view();
    return view.find(generation(number))
        .orElseThrow(() -> new AssertionError("no generation " + number + " in " + view));
  }

  /** What only effects change, as opposed to what machines do by themselves. */
  default List<Object> wanted() throws ProviderException {
    FleetView view = view();
    List<Object> generations =
        view.generations().stream()
            .map(g -> (Object) List.of(g.id(), g.slot(), g.image(), g.desired(), g.settings()))
            .toList();
    return List.of(view.route(), generations);
  }
}
