package com.pharmaserv.repave.aws.twin.typed;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinService;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** A service of the double whose operations take and give the SDK's own objects. */
public abstract class TypedService extends TwinService {
  private final Protocol protocol;

  protected TypedService(String name, Protocol protocol, String namespace) {
    super(name, protocol, namespace);
    this.protocol = protocol;
  }

  /** Adds an operation that works on the SDK's request and answers the SDK's response. */
  protected final <Q, B extends SdkPojo & SdkBuilder<B, Q>> void op(
      String operation, Supplier<B> asked, BiFunction<Request, Q, ? extends SdkPojo> handler) {
    on(operation, call -> answer(call, asked.get(), handler));
  }

  private <Q, B extends SdkPojo & SdkBuilder<B, Q>> Answer answer(
      Request call, B builder, BiFunction<Request, Q, ? extends SdkPojo> handler) {
    if (protocol.treelike()) {
      TreePojos.read(builder, call.json());
      return Answer.json(
          new TreePojos(protocol::instant).write(handler.apply(call, builder.build())));
    }
    QueryPojos.read(builder, call.params());
    if (call.params().flag("DryRun").orElse(false)) {
      // EC2 API reference, "Common query parameters", DryRun.
      throw new TwinException(
          "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
    }
    SdkPojo response = handler.apply(call, builder.build());
    return Answer.xml(xml -> QueryPojos.write(response, xml));
  }
}
