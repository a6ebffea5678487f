package com.pharmaserv.repave.local;

import com.pharmaserv.repave.port.FleetsContract;
import com.pharmaserv.repave.port.ProviderSubject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalFleetsIT extends FleetsContract {
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
  protected ProviderSubject createSubject() {
    return subjects.next();
  }
}
