package com.pharmaserv.repave.aws.twin;

import com.pharmaserv.repave.aws.twin.balancing.BalancingService;
import com.pharmaserv.repave.aws.twin.compute.Ec2Service;
import com.pharmaserv.repave.aws.twin.direct.DirectService;
import com.pharmaserv.repave.aws.twin.identity.IdentityService;
import com.pharmaserv.repave.aws.twin.keys.KeysService;
import com.pharmaserv.repave.aws.twin.quotas.QuotasService;
import com.pharmaserv.repave.aws.twin.scaling.ScalingService;
import com.pharmaserv.repave.aws.twin.systems.SystemsService;
import com.pharmaserv.repave.aws.twin.tables.TablesService;
import com.pharmaserv.repave.aws.twin.watch.WatchService;

/** Which services the double has: one line each. */
final class TwinServices {
  private TwinServices() {}

  static void install(TwinCloud cloud) {
    Ec2Service.register(cloud);
    DirectService.register(cloud);
    SystemsService.register(cloud);
    KeysService.register(cloud);
    QuotasService.register(cloud);
    IdentityService.register(cloud);
    BalancingService.register(cloud);
    WatchService.register(cloud);
    ScalingService.register(cloud);
    TablesService.register(cloud);
  }
}
