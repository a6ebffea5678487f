package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.port.BakerContract;
import java.nio.file.Path;

class AwsBakerContractTest extends BakerContract {
  @Override
  protected Subject createSubject(Path folder) {
    BakeWorld world = new BakeWorld(folder, 3);
    return new Subject(world.baker(), world.images(), BakeWorld.BASE);
  }
}
