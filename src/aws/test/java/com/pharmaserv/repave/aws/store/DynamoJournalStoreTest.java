package com.pharmaserv.repave.aws.store;

class DynamoJournalStoreTest extends JournalCases {
  @Override
  protected TestTable createTable() {
    return TestTable.onTwin();
  }
}
