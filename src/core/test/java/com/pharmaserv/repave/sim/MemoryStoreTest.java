package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.port.JournalContract;
import com.pharmaserv.repave.port.JournalStore;

class MemoryStoreTest extends JournalContract {
  @Override
  protected JournalStore createSubject() {
    return new MemoryStore(Faults.NONE);
  }
}
