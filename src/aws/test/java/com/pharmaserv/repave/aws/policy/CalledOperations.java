package com.pharmaserv.repave.aws.policy;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The operations that the provider's compiled code calls on the SDK's clients, as {@code
 * service:Operation}: also those that only a rare failure leads to.
 */
final class CalledOperations {
  private static final String TWIN = "com.pharmaserv.repave.aws.twin";
  private static final String SDK = "software.amazon.awssdk.services.";

  /** Prefixes of IAM actions by client. */
  private static final Map<String, String> SERVICES =
      Map.of(
          "AutoScalingClient", "autoscaling",
          "CloudWatchClient", "cloudwatch",
          "DynamoDbClient", "dynamodb",
          "EbsClient", "ebs",
          "Ec2Client", "ec2",
          "ElasticLoadBalancingV2Client", "elasticloadbalancing",
          "KmsClient", "kms",
          "ServiceQuotasClient", "servicequotas",
          "SsmClient", "ssm",
          "StsClient", "sts");

  /** Methods of clients that call nothing. */
  private static final String LOCAL = "builder|create|close|serviceName|serviceClientConfiguration";

  private CalledOperations() {}

  static SortedSet<String> ofTheProvider() {
    // Without the classes of the SDK itself: their names are all that counts, and they are many.
    JavaClasses classes =
        ArchConfiguration.withThreadLocalScope(
            configuration -> {
              configuration.setResolveMissingDependenciesFromClassPath(false);
              return new ClassFileImporter()
                  .withImportOption(new ImportOption.DoNotIncludeTests())
                  .importPackages("com.pharmaserv.repave.aws");
            });
    TreeSet<String> operations = new TreeSet<>();
    for (JavaClass each : classes) {
      if (each.getPackageName().startsWith(TWIN)) {
        continue;
      }
      Stream.<JavaCodeUnitAccess<? extends AccessTarget.CodeUnitAccessTarget>>concat(
              each.getMethodCallsFromSelf().stream(), each.getMethodReferencesFromSelf().stream())
          .map(JavaCodeUnitAccess::getTarget)
          .filter(target -> target.getOwner().getName().startsWith(SDK))
          .filter(target -> SERVICES.containsKey(target.getOwner().getSimpleName()))
          .filter(target -> !target.getName().matches(LOCAL))
          .forEach(target -> operations.add(operation(target)));
    }
    return operations;
  }

  private static String operation(AccessTarget target) {
    String method = target.getName().replaceFirst("(Paginator|AsBytes)$", "");
    return SERVICES.get(target.getOwner().getSimpleName())
        + ":"
        + method.substring(0, 1).toUpperCase(Locale.ROOT)
        + method.substring(1);
  }
}
