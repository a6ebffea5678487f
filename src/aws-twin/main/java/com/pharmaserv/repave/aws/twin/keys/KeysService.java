package com.pharmaserv.repave.aws.twin.keys;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.typed.TypedService;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.SignRequest;

/** KMS in the double, API version 2014-11-01: keys that sign, and nothing else. */
public final class KeysService extends TypedService {
  private KeysService() {
    super("kms", Protocol.JSON, "");
    op(
        "GetPublicKey",
        GetPublicKeyRequest::builder,
        (call, asked) -> call.region().part(SigningKeys.class).publicKey(asked));
    op(
        "Sign",
        SignRequest::builder,
        (call, asked) -> call.region().part(SigningKeys.class).sign(asked));
  }

  /** Gives the cloud its KMS. */
  public static void register(TwinCloud cloud) {
    cloud.serve(new KeysService());
    cloud.provide(SigningKeys.class, SigningKeys::new);
  }

  /** A signature changes nothing. */
  @Override
  protected boolean mutates(String operation) {
    return false;
  }
}
