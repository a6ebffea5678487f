package com.pharmaserv.repave.aws.twin.identity;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinService;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;

/** STS, API version 2011-06-15. */
public final class IdentityService extends TwinService {
  private IdentityService() {
    super("sts", Protocol.QUERY, "https://sts.amazonaws.com/doc/2011-06-15/");
    on("GetCallerIdentity", this::caller);
    on("AssumeRole", this::assume);
  }

  public static void register(TwinCloud cloud) {
    cloud.serve(new IdentityService());
    cloud.provide(Identity.class, region -> new Identity());
  }

  private Answer caller(Request request) {
    String account = request.region().part(Identity.class).account();
    return Answer.xml(
        xml ->
            xml.text("Arn", "arn:aws:iam::" + account + ":user/test")
                .text("UserId", "AIDATESTTESTTESTTEST0")
                .text("Account", account));
  }

  /** STS API reference, AssumeRole: 900 seconds to 12 hours, one hour unless asked otherwise. */
  private Answer assume(Request request) {
    Params params = request.params();
    String role = params.required("RoleArn");
    String session = params.required("RoleSessionName");
    int seconds = params.number("DurationSeconds").orElse(3600);
    if (seconds < 900 || seconds > 43_200) {
      throw new TwinException(
          "ValidationError", "durationSeconds " + seconds + " must be from 900 to 43200");
    }
    String arn = role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/");
    return Answer.xml(
        xml ->
            xml.node(
                    "Credentials",
                    node ->
                        node.text("AccessKeyId", "ASIATESTTESTTESTTEST")
                            .text("SecretAccessKey", "test")
                            .text("SessionToken", "test")
                            .instant("Expiration", request.now().plus(Duration.ofSeconds(seconds))))
                .node(
                    "AssumedRoleUser",
                    node ->
                        node.text("AssumedRoleId", "AROATESTTESTTESTTEST:" + session)
                            .text("Arn", arn + "/" + session)));
  }
}
