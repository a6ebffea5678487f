package com.pharmaserv.repave.aws.twin.systems;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.typed.TypedService;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import software.amazon.awssdk.services.ssm.model.CancelCommandRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandsRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/** Systems Manager in the double, API version 2014-11-06. */
public final class SystemsService extends TypedService {
  private SystemsService() {
    super("ssm", Protocol.JSON, "");
    parameters();
    commands();
  }

  /** Gives the cloud its Systems Manager. */
  public static void register(TwinCloud cloud) {
    cloud.serve(new SystemsService());
    cloud.provide(Parameters.class, Parameters::new);
    cloud.provide(Agents.class, Agents::new);
    cloud.provide(Commands.class, Commands::new);
  }

  private void parameters() {
    op(
        "PutParameter",
        PutParameterRequest::builder,
        (call, asked) -> call.region().part(Parameters.class).put(asked));
    op(
        "DeleteParameter",
        DeleteParameterRequest::builder,
        (call, asked) -> call.region().part(Parameters.class).delete(asked));
    op(
        "GetParameter",
        GetParameterRequest::builder,
        (call, asked) -> call.region().part(Parameters.class).get(call, asked));
    op(
        "GetParameters",
        GetParametersRequest::builder,
        (call, asked) -> call.region().part(Parameters.class).getAll(call, asked));
    op(
        "GetParametersByPath",
        GetParametersByPathRequest::builder,
        (call, asked) -> call.region().part(Parameters.class).byPath(call, asked));
  }

  private void commands() {
    op(
        "DescribeInstanceInformation",
        DescribeInstanceInformationRequest::builder,
        (call, asked) -> call.region().part(Agents.class).describe(call, asked));
    op(
        "SendCommand",
        SendCommandRequest::builder,
        (call, asked) -> call.region().part(Commands.class).send(call, asked));
    op(
        "CancelCommand",
        CancelCommandRequest::builder,
        (call, asked) -> call.region().part(Commands.class).cancel(call, asked));
    op("GetCommandInvocation", GetCommandInvocationRequest::builder, InvocationCalls::get);
    op("ListCommandInvocations", ListCommandInvocationsRequest::builder, InvocationCalls::list);
    op("ListCommands", ListCommandsRequest::builder, InvocationCalls::commands);
  }
}
