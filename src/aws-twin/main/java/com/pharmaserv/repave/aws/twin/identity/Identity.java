package com.pharmaserv.repave.aws.twin.identity;

import com.pharmaserv.repave.aws.twin.TwinCloud;

/** Whose credentials a region sees. */
public final class Identity {
  private volatile String account = TwinCloud.ACCOUNT;

  /** From now on the credentials are those of another account. */
  public void answerAs(String otherAccount) {
    account = otherAccount;
  }

  String account() {
    return account;
  }
}
