package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.comparison.Moto;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.cli.Playground.Answer;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.wiring.AwsWiring;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.ebs.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * From a recipe to a verified image with nothing left out: today's packages are locked, a disk is
 * made of them and started, its papers are signed with a key of KMS, it is published by blocks, and
 * read back. AWS is moto, as mended.py mends it.
 */
@Tag("disks")
@ExtendWith(Moto.MendedStarter.class)
class SignedImageIT {
  private static final String ENVIRONMENT = "eu-signed";
  private static final String REGION = "eu-central-1";
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  private Path folder = Path.of("");
  private Path project = Path.of("");
  private ClientSettings settings =
      ClientSettings.plain(UrlConnectionHttpClient.create(), CREDENTIALS);

  @BeforeEach
  void prepare(Moto moto) throws IOException {
    requireTools();
    // Under the build's folder and not /tmp, which may be small and in memory.
    folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "signed");
    folder = folder.toAbsolutePath();
    project = folder.resolve("project");
    settings = settings.withEndpoint(moto.endpoint());
    moto.reset();
    copy("images/base");
    copy("images/workshop.lock");
    write(
        "environments/eu-signed.yaml",
        """
        name: eu-signed
        provider: aws
        jurisdiction: eu
        zones: [eu-central-1a, eu-central-1b]
        aws: {account: "%s", region: eu-central-1}
        fleets:
          - {name: base, image: base, capacity: {min: 1, desired: 1, max: 2}}
        """
            .formatted(Moto.ACCOUNT));
    handOver(moto.endpoint());
  }

  private static void requireTools() {
    try {
      new Host(System.getenv())
          .require(
              "bake", Host.Need.MMDEBSTRAP, Host.Need.QEMU, Host.Need.FIRMWARE, Host.Need.KEYRING);
    } catch (LockException missing) {
      assertThat(System.getenv("CI")).as(missing.getMessage()).isNull();
      Assumptions.abort(missing.getMessage());
    }
  }

  private void copy(String name) throws IOException {
    Path root = ProjectRoot.resolve("");
    try (Stream<Path> files = Files.walk(root.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = project.resolve(root.relativize(file));
        Files.createDirectories(to.resolveSibling("."));
        Files.copy(file, to);
      }
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  /** What the infrastructure makes and tells. */
  private void handOver(URI endpoint) {
    TwinClients clients =
        new TwinClients(UrlConnectionHttpClient.create(), REGION, Optional.of(endpoint));
    String signer =
        clients
            .keys()
            .createKey(r -> r.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY))
            .keyMetadata()
            .arn();
    String document =
        """
        {"schema": "1.0", "environment": "eu-signed", "fleet": "base", "account": "%1$s",
         "region": "eu-central-1",
         "subnets": [{"id": "subnet-11111111", "zone": "eu-central-1a"},
                     {"id": "subnet-22222222", "zone": "eu-central-1b"}],
         "skeleton": {"template": "lt-11111111111111111", "version": "1"},
         "table": "repave-eu-signed",
         "bake": {"subnet": "subnet-11111111", "securityGroup": "sg-11111111",
                  "instanceProfile": "eu-signed-bake", "instanceType": "m6i.large",
                  "keys": {"eu-central-1": "arn:aws:kms:eu-central-1:%1$s:key/images"},
                  "signer": "%2$s"}}
        """
            .formatted(Moto.ACCOUNT, signer);
    clients
        .systems()
        .putParameter(
            r ->
                r.name("/repave/v1/eu-signed/base/infra")
                    .value(document)
                    .type(ParameterType.STRING));
    try (DynamoDbClient tables =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(REGION))
            .credentialsProvider(CREDENTIALS)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      tables.createTable(
          t ->
              t.tableName("repave-eu-signed")
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(List.of(text("pk"), text("sk")))
                  .keySchema(List.of(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))));
    }
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  @AfterEach
  void remove() throws Exception {
    // What the workshop unpacked may belong to users of a namespace; nothing of it is left here.
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void isSignedWithTheKeyOfTheAccountPublishedAndVerifiedByteByByte(Moto moto) throws Exception {
    good(run("images", "lock", "base", "workshop"));
    Answer bake = good(run("bake", "base", "-e", ENVIRONMENT));
    assertThat(bake.err())
        .contains("its papers are signed with key repave-eu-signed-images")
        .doesNotContain("signing-key.pub");
    assertThat(good(run("images", "list", "-e", ENVIRONMENT)).out()).contains("base@");

    assertThat(run("images", "verify", "base", "-e", ENVIRONMENT).err())
        .as("nobody has said yet whose word counts")
        .contains("no key is trusted");
    Path keys = Files.createDirectories(project.resolve("environments/keys"));
    Files.copy(
        folder.resolve("home/debian/keys/repave-eu-signed-images.pub"), keys.resolve("kms.pem"));
    assertThat(good(run("images", "verify", "base", "-e", ENVIRONMENT)).out())
        .contains("is what was signed", "signed by kms (", REGION + ": the same, ");

    damage(moto.endpoint());
    Answer damaged = run("images", "verify", "base", "-e", ENVIRONMENT);
    assertThat(damaged.code()).isEqualTo(ExitCode.FAILED);
    assertThat(damaged.out()).contains("1 blocks of ", "  block 2 is ");
  }

  /** Somebody writes into the snapshot behind everybody's back. */
  private static void damage(URI endpoint) {
    TwinClients clients =
        new TwinClients(UrlConnectionHttpClient.create(), REGION, Optional.of(endpoint));
    String snapshot =
        clients
            .compute()
            .describeImages(r -> r.owners("self"))
            .images()
            .get(0)
            .blockDeviceMappings()
            .get(0)
            .ebs()
            .snapshotId();
    byte[] block = new byte[Blocks.BLOCK];
    block[0] = 1;
    clients
        .direct()
        .putSnapshotBlock(
            r ->
                r.snapshotId(snapshot)
                    .blockIndex(2)
                    .dataLength(Blocks.BLOCK)
                    .checksum(
                        Base64.getEncoder()
                            .encodeToString(HexFormat.of().parseHex(Blocks.digest(block))))
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
            RequestBody.fromBytes(block));
  }

  private static Answer good(Answer answer) {
    assertThat(answer.code()).as(answer.toString()).isZero();
    return answer;
  }

  private Answer run(String... words) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("REPAVE_HOME", folder.resolve("home").toString());
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--project", project.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, variables);
    Wiring.Elsewhere moto =
        (environment, in, time) ->
            AwsWiring.open(
                environment,
                in,
                time,
                settings,
                url -> {
                  throw new AssertionError("no route is probed");
                });
    Wiring.Start start =
        new Wiring.Start(variables, Clock.systemUTC(), UnaryOperator.identity(), moto);
    int code = Tool.run(console, start, line.toArray(new String[0]));
    return new Answer(code, out.toString(), err.toString());
  }
}
