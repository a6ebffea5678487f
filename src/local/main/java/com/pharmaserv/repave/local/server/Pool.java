package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.machine.MachineProcess;
import com.pharmaserv.repave.local.machine.MachineSpec;
import com.pharmaserv.repave.model.Health;

/** Where the machines of one generation are known and probed: the balancer, or a bare prober. */
interface Pool {
  void add(MachineSpec spec, MachineProcess process);

  /** No new requests from now on. */
  void drain(String machine);

  void forget(String machine);

  Health health(String machine);

  /** Requests that the machine has not answered yet. */
  int openRequests(String machine);
}
