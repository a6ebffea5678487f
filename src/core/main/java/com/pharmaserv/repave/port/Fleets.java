package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * The generations of fleets. Every effect is idempotent: asked for again it changes nothing and
 * succeeds. Every effect is refused with {@code CONFLICT} if a higher epoch has already acted on
 * the fleet.
 */
public interface Fleets {
  /** Reads everything that carries the fleet's tags, and its route. May be a little stale. */
  FleetView observe(Fleet fleet) throws ProviderException;

  /** Every generation of the environment, of fleets that its file does not describe, too. */
  List<Generation> all(EnvironmentId environment) throws ProviderException;

  /**
   * Makes this epoch the lowest that may act on the fleet from now on. Called before a new holder
   * of the lease first looks, so that a write of the old holder that is still under way either
   * shows in what the new one sees or is refused.
   *
   * @return the last intent of the fleet's journal that the provider has kept of its effects, which
   *     a journal that is whole has
   */
  Optional<Head> fence(Fleet fleet, long epoch) throws ProviderException;

  /** Creates the generation; machines follow by themselves. */
  void launch(Fleet fleet, LaunchGeneration action, Stamp stamp) throws ProviderException;

  /** Sets the desired count, stretching the settings' bounds where they are in the way. */
  void resize(Fleet fleet, Resize action, Stamp stamp) throws ProviderException;

  void configure(Fleet fleet, Configure action, Stamp stamp) throws ProviderException;

  /** Deletes a generation that has no machines; {@code CONFLICT} while it has. */
  void retire(Fleet fleet, RetireGeneration action, Stamp stamp) throws ProviderException;

  /**
   * Takes a machine out of traffic at once, then out of its generation, which replaces it, and
   * keeps what can be kept of it. From its end on, no look at the fleet shows the machine. Asked
   * for again it does what is missing. {@code GONE} if the generation has no such machine; {@code
   * CONFLICT} if the machine is not in service.
   */
  void quarantine(Fleet fleet, Quarantine action, Stamp stamp) throws ProviderException;

  /** The environment's machines that are kept apart, by name. */
  List<Quarantined> quarantined(EnvironmentId environment) throws ProviderException;
}
