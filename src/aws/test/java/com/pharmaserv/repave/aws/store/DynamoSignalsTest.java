package com.pharmaserv.repave.aws.store;

class DynamoSignalsTest extends SignalsCases {
  @Override
  protected TestTable createTable() {
    return TestTable.onTwin();
  }
}
