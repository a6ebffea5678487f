package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.FleetView.RouteView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A provider with a fleet that nothing has been rolled to, and two usable images. */
public interface ProviderSubject {
  Fleets fleets();

  Traffic traffic();

  Fleet fleet();

  ImageId image();

  /** Another usable image. */
  ImageId otherImage();

  /** Forbids or allows an image to roll. */
  void block(ImageId image, boolean blocked) throws ProviderException;

  /** A fleet of the same environment that its file does not describe, if there can be one. */
  default Fleet undescribed() {
    return fleet();
  }

  /** Two texts that the provider takes for automation, each different from what it was made of. */
  default Automation automation() {
    return Automation.of(Map.of("load", "60%", "night", "0 22 * * *"));
  }

  /** The same names with other texts. */
  default Automation otherAutomation() {
    return Automation.of(Map.of("load", "40%", "night", "0 23 * * *"));
  }

  /** The route that nothing has been rolled to. */
  default RouteView beginning() {
    return new RouteView(Weights.NONE, Optional.empty());
  }

  /** Waits for what machines do by themselves; on a simulated clock that takes no time. */
  void until(String what, Callable<Boolean> condition) throws Exception;

  default GenerationId generation(int number) {
    return new GenerationId(fleet().id(), number);
  }

  default Stamp stamp(long epoch) {
    return new Stamp(
        new RolloutId(fleet().id(), 1), "contract", epoch, new Head(1, "0".repeat(64)));
  }

  /** The slot; none if the fleet has no route. */
  default Optional<Slot> place(Slot slot) {
    return fleet().routed() ? Optional.of(slot) : Optional.empty();
  }

  default LaunchGeneration launching(int number, Slot slot, int desired, Settings settings) {
    return new LaunchGeneration(
        generation(number),
        place(slot),
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
