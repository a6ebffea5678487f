package com.pharmaserv.repave.infra.edge;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.model.Infrastructure.Domain;
import com.pulumi.aws.acm.CertificateArgs;
import com.pulumi.aws.acm.CertificateValidation;
import com.pulumi.aws.acm.CertificateValidationArgs;
import com.pulumi.aws.acm.outputs.CertificateDomainValidationOption;
import com.pulumi.aws.route53.Record;
import com.pulumi.aws.route53.RecordArgs;
import com.pulumi.aws.route53.enums.RecordType;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The load balancer's certificate, which AWS renews as long as its proof stays in the DNS. */
final class Certificate extends Part {
  private static final int TTL_SECONDS = 300;

  private final Output<String> arn;

  Certificate(Part parent, Domain domain) {
    super("Certificate", "certificate", parent);
    var certificate =
        new com.pulumi.aws.acm.Certificate(
            named("certificate"),
            CertificateArgs.builder()
                .domainName(domain.name())
                .subjectAlternativeNames("*." + domain.name())
                .keyAlgorithm("EC_prime256v1")
                .validationMethod("DNS")
                .build(),
            own());
    // A name and everything below it are proven by one and the same record.
    Output<CertificateDomainValidationOption> proof =
        certificate.domainValidationOptions().applyValue(options -> options.get(0));
    Record record =
        new Record(
            named("proof"),
            RecordArgs.builder()
                .zoneId(domain.zone())
                .name(text(proof, CertificateDomainValidationOption::resourceRecordName))
                .type(RecordType.CNAME)
                .records(
                    text(proof, CertificateDomainValidationOption::resourceRecordValue)
                        .applyValue(List::of))
                .ttl(TTL_SECONDS)
                .build(),
            own());
    arn =
        new CertificateValidation(
                named("validation"),
                CertificateValidationArgs.builder()
                    .certificateArn(certificate.arn())
                    .validationRecordFqdns(record.fqdn().applyValue(List::of))
                    .build(),
                own())
            .certificateArn();
    registerOutputs(Map.of("arn", arn));
  }

  private static Output<String> text(
      Output<CertificateDomainValidationOption> proof,
      Function<CertificateDomainValidationOption, Optional<String>> field) {
    return proof.applyValue(
        option ->
            field
                .apply(option)
                .orElseThrow(
                    () -> new IllegalStateException("ACM gave no record to prove the name with")));
  }

  /** The certificate's ARN, once it is valid. */
  Output<String> arn() {
    return arn;
  }
}
