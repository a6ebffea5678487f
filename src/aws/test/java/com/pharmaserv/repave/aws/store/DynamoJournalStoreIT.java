package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.aws.twin.comparison.Moto;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Moto.Starter.class)
class DynamoJournalStoreIT extends JournalCases {
  private final Moto moto;

  DynamoJournalStoreIT(Moto moto) {
    this.moto = moto;
  }

  @Override
  protected TestTable createTable() throws Exception {
    return TestTable.onMoto(moto);
  }
}
