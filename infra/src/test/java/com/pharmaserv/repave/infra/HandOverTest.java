package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.pharmaserv.repave.config.HandOverReader;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.HandOver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is handed over is what the rollout tool reads. */
class HandOverTest {
  /** A parameter of the standard tier holds no more (SSM API reference, PutParameter). */
  private static final int PARAMETER_MAX = 4096;

  static Stream<String> stacks() {
    return Stacks.names();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void isReadByTheRolloutToolsOwnReader(String stack) throws Exception {
    Environment environment = Stacks.PROJECT.environment(stack);
    List<ResourceView> parameters = Stacks.run(stack).inventory().of("ssm/parameter:Parameter");
    assertThat(parameters).hasSameSizeAs(environment.fleets());
    for (ResourceView parameter : parameters) {
      HandOver read = HandOverReader.read(parameter.text("value"), parameter.text("name"));

      assertThat(parameter.text("name"))
          .isEqualTo("/repave/v1/" + stack + "/" + read.fleet().name() + "/infra");
      assertThat(read.account()).isEqualTo(environment.aws().orElseThrow().account());
      assertThat(read.region()).isEqualTo(environment.aws().orElseThrow().region());
      assertThat(read.subnets().stream().map(HandOver.Subnet::zone))
          .containsExactlyElementsOf(environment.zones());
      assertThat(read.route().isPresent())
          .isEqualTo(environment.fleet(read.fleet().name()).orElseThrow().routed());
      assertThat(read.bake().keys()).containsKeys(read.region());
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void fitsItsSchemaAndAParameter(String stack) throws Exception {
    String text = Files.readString(Path.of("../environments/handover.schema.json"));
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    for (ResourceView parameter : Stacks.run(stack).inventory().of("ssm/parameter:Parameter")) {
      String value = parameter.text("value");
      assertThat(schema.validate(value, InputFormat.JSON)).isEmpty();
      assertThat(value.length()).isLessThan(PARAMETER_MAX);
    }
  }
}
