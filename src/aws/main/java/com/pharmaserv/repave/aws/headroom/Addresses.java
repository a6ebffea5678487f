package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.Headroom.Line;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Free addresses in the subnets that machines go to. */
final class Addresses {
  private final Clients clients;

  Addresses(Clients clients) {
    this.clients = clients;
  }

  List<Line> check(List<HandOver.Subnet> subnets, int share) throws ProviderException {
    Map<String, Integer> free = free(subnets.stream().map(HandOver.Subnet::id).toList());
    List<Line> lines = new ArrayList<>();
    for (HandOver.Subnet subnet : subnets) {
      Integer left = free.get(subnet.id());
      if (left == null) {
        throw new ProviderException(
            Failure.Kind.GONE,
            "subnet " + subnet.id() + " does not exist; deploy the infrastructure");
      }
      lines.add(
          new Line(
              "addresses in " + subnet.zone(),
              "needs " + share + " addresses, " + left + " are free in " + subnet.id(),
              share <= left));
    }
    return lines;
  }

  /** EC2's count leaves out the five addresses of every subnet that AWS keeps for itself. */
  private Map<String, Integer> free(List<String> ids) throws ProviderException {
    List<Subnet> subnets =
        Errors.read(
            "read the subnets " + ids,
            () -> clients.ec2().describeSubnets(r -> r.subnetIds(ids)).subnets());
    Map<String, Integer> free = new HashMap<>();
    subnets.forEach(s -> free.put(s.subnetId(), s.availableIpAddressCount()));
    return free;
  }
}
