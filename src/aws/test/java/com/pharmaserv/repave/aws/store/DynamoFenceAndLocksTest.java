package com.pharmaserv.repave.aws.store;

class DynamoFenceAndLocksTest extends FenceAndLocksCases {
  @Override
  protected TestTable createTable() {
    return TestTable.onTwin();
  }
}
