package com.pharmaserv.repave.aws.store;

class DynamoLeasesTest extends LeasesCases {
  @Override
  protected TestTable createTable() {
    return TestTable.onTwin();
  }
}
