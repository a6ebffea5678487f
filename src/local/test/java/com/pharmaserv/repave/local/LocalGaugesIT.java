package com.pharmaserv.repave.local;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.GaugesContract;
import com.pharmaserv.repave.port.ProviderSubject;
import com.pharmaserv.repave.port.Traffic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalGaugesIT extends GaugesContract {
  private LocalSubjects subjects;

  @BeforeAll
  void startCloud(@TempDir Path folder) throws Exception {
    subjects = LocalSubjects.start(folder);
  }

  @AfterAll
  void stopCloud() throws Exception {
    subjects.stop();
  }

  @AfterEach
  void leaveNoMachines() throws Exception {
    subjects.empty();
  }

  @Override
  protected Subject createSubject() {
    return new Measured(subjects.next());
  }

  private record Measured(ProviderSubject local) implements Subject {
    @Override
    public Fleets fleets() {
      return local.fleets();
    }

    @Override
    public Traffic traffic() {
      return local.traffic();
    }

    @Override
    public Gauges gauges() {
      return (LocalProvider) local.fleets();
    }

    @Override
    public Fleet fleet() {
      return local.fleet();
    }

    @Override
    public ImageId image() {
      return local.image();
    }

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public void until(String what, Callable<Boolean> condition) throws Exception {
      local.until(what, condition);
    }
  }
}
