package com.pharmaserv.repave.infra.judges;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.judges.ResourceQuestion.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Resources, read by a linter that others wrote. */
class ResourcesIT {
  /** One of each kind: production and staging, European and American. */
  private static final List<String> STACKS = List.of("eu-prod", "us-staging");

  @Test
  void everyFindingIsMendedOrListedWithAReason() throws ConfigException, IOException {
    Judge judge = Judge.python("resources", "judge.py");

    Set<String> findings = new TreeSet<>();
    for (String name : STACKS) {
      String account = Stacks.project().environment(name).aws().orElseThrow().account();
      JsonNode answer = judge.answer(ResourceQuestion.of(Stacks.run(name).inventory(), account));
      assertThat(answer.path("passed").asInt()).isGreaterThan(500);
      answer.path("findings").forEach(finding -> findings.add(finding.asText()));
    }

    Known.check(ResourceQuestion.FOLDER.resolve("known.txt"), findings);
  }

  /** What it must be able to see, through names in the plural and references, too. */
  @Test
  void theLinterSeesAnOpenDoorAndWhichBucketIsNotEncrypted() throws IOException {
    Judge judge = Judge.python("resources", "judge.py");
    List<Resource> bad =
        List.of(
            resource("aws_s3_bucket", "plain", Map.of("bucket", "plain")),
            resource("aws_s3_bucket", "sealed", Map.of("bucket", "sealed")),
            resource(
                "aws_s3_bucket_server_side_encryption_configuration",
                "seal",
                Map.of(
                    "bucket",
                    "aws_s3_bucket.sealed.id",
                    "rules",
                    List.of(
                        Map.of(
                            "applyServerSideEncryptionByDefault",
                            Map.of("sseAlgorithm", "aws:kms"))))),
            resource(
                "aws_vpc_security_group_ingress_rule",
                "door",
                Map.of("cidrIpv4", "0.0.0.0/0", "fromPort", 22.0, "toPort", 22.0)));

    String findings = judge.answer(Map.of("resources", bad)).path("findings").toString();

    assertThat(findings)
        .contains("aws_vpc_security_group_ingress_rule door: CKV_AWS_24")
        .contains("aws_s3_bucket plain: CKV_AWS_145")
        .doesNotContain("aws_s3_bucket sealed: CKV_AWS_145");
  }

  private static Resource resource(String type, String name, Map<String, Object> values) {
    return new Resource(type, name, name, values);
  }
}
