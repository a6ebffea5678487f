package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Alarm;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Probe;
import java.time.Instant;
import java.util.List;

/** What gates read. */
public interface Gauges {
  /** Counts production requests that ended since {@code since} on the generation. */
  Measurement measure(Fleet fleet, GenerationId generation, Instant since) throws ProviderException;

  /**
   * Reads alarms of the provider.
   *
   * @param names in any order, each of which must exist
   */
  List<Alarm> alarms(Fleet fleet, List<String> names) throws ProviderException;

  /** Asks the fleet's probe path once through the test route. */
  Probe probe(Fleet fleet) throws ProviderException;
}
