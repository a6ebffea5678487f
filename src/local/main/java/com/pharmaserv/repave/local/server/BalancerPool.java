package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.balancer.Balancer;
import com.pharmaserv.repave.local.machine.MachineProcess;
import com.pharmaserv.repave.local.machine.MachineSpec;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Slot;

/** A generation's machines at the load balancer. */
record BalancerPool(Balancer balancer, String host, Slot slot, String label) implements Pool {
  @Override
  public void add(MachineSpec spec, MachineProcess process) {
    balancer.register(host, slot, new Balancer.Target(spec.id(), label, process.port()));
  }

  @Override
  public void drain(String machine) {
    balancer.deregister(host, machine);
  }

  @Override
  public void forget(String machine) {
    balancer.forget(host, machine);
  }

  @Override
  public Health health(String machine) {
    return balancer.health(host, machine);
  }

  @Override
  public int openRequests(String machine) {
    return balancer.openRequests(host, machine);
  }
}
