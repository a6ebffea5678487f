package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.aws.twin.TwinClients;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/** Calls to Systems Manager. */
final class SystemsScript {
  private static final String NAME = "/repave/v1/eu-prod/app/infra";

  private final TwinClients clients;
  private final Recorder recorder;

  SystemsScript(TwinClients clients, Recorder recorder) {
    this.clients = clients;
    this.recorder = recorder;
  }

  void play() {
    recorder.step("PutParameter", () -> put(false));
    recorder.step("GetParameter", () -> clients.systems().getParameter(r -> r.name(NAME)));
    recorder.refused("PutParameter that exists", () -> put(false));
    recorder.step("PutParameter over it", () -> put(true));
    recorder.step(
        "GetParametersByPath",
        () -> clients.systems().getParametersByPath(r -> r.path("/repave/v1").recursive(true)));
    recorder.refused(
        "GetParameter that does not exist",
        () -> clients.systems().getParameter(r -> r.name("/none")));
  }

  private PutParameterResponse put(boolean over) {
    return clients
        .systems()
        .putParameter(r -> r.name(NAME).value("text").type(ParameterType.STRING).overwrite(over));
  }
}
