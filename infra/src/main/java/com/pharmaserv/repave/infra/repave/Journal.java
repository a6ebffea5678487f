package com.pharmaserv.repave.infra.repave;

import com.pharmaserv.repave.infra.core.Bucket;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pulumi.aws.dynamodb.Table;
import com.pulumi.aws.dynamodb.TableArgs;
import com.pulumi.aws.dynamodb.inputs.TableAttributeArgs;
import com.pulumi.aws.dynamodb.inputs.TablePointInTimeRecoveryArgs;
import com.pulumi.aws.dynamodb.inputs.TableServerSideEncryptionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rollout tool remembers, and a locked bucket for evidence. The tool itself writes no
 * evidence outside of its journal, so its role may not either: the right to add to the bucket goes
 * to whoever exports some.
 */
public final class Journal extends Part {
  /** The tag by which the daily backup finds what to keep. */
  public static final Map<String, String> BACKED_UP = Map.of("backup", "daily");

  private static final String EVIDENCE = "evidence";

  /** Locked for three years; audits look back that far. */
  private static final int LOCK_DAYS = 1096;

  private static final int EXPIRE_DAYS = 2557;

  private final Table table;
  private final Bucket evidence;
  private final Key key;

  /**
   * The journal and the bucket.
   *
   * @param before all that carries traffic or evidence. AWS refuses to delete the table, which a
   *     destroy therefore meets before it reaches any of that.
   */
  public Journal(Scope scope, Key key, Key logsKey, List<Part> before) {
    super("Journal", "journal", scope);
    this.key = key;
    table =
        new Table(
            named("table"),
            TableArgs.builder()
                .name(scope.called("journal"))
                .billingMode("PAY_PER_REQUEST")
                .hashKey("pk")
                .rangeKey("sk")
                .attributes(text("pk"), text("sk"))
                .deletionProtectionEnabled(true)
                .pointInTimeRecovery(TablePointInTimeRecoveryArgs.builder().enabled(true).build())
                .serverSideEncryption(
                    TableServerSideEncryptionArgs.builder()
                        .enabled(true)
                        .kmsKeyArn(key.arn())
                        .build())
                .tags(BACKED_UP)
                .build(),
            options().protect(true).dependsOn(before.toArray(Resource[]::new)).build());
    evidence =
        new Bucket(
            EVIDENCE,
            this,
            new Bucket.Nature(Optional.of(logsKey), LOCK_DAYS, EXPIRE_DAYS),
            List.of());
    registerOutputs(Map.of("table", table.arn(), "evidence", evidence.arn()));
  }

  private static TableAttributeArgs text(String name) {
    return TableAttributeArgs.builder().name(name).type("S").build();
  }

  /** Where evidence is kept. */
  public Bucket evidence() {
    return evidence;
  }

  /** The table's name. */
  public Output<String> tableName() {
    return table.name();
  }

  /** What the table is encrypted with. */
  public Key key() {
    return key;
  }
}
