package com.pharmaserv.repave.infra.access;

import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.model.Infrastructure;
import com.pulumi.aws.iam.OpenIdConnectProvider;
import com.pulumi.aws.iam.OpenIdConnectProviderArgs;
import java.util.List;
import java.util.Map;

/** Lets the CI stage that deploys sign in with a token of its run instead of a stored key. */
public final class Delivery extends Part {
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final String NAME = "delivery";

  public Delivery(Scope scope) {
    super("Delivery", NAME, scope);
    Infrastructure.Delivery delivery = scope.infrastructure().delivery();
    new OpenIdConnectProvider(
        named("issuer"),
        OpenIdConnectProviderArgs.builder()
            .url("https://" + delivery.issuer())
            .clientIdLists(AUDIENCE)
            .build(),
        own());
    new Role(
        NAME,
        this,
        Policy.json(
            Statement.allow("Runs", "sts:AssumeRoleWithWebIdentity")
                .federated(scope.iam("oidc-provider/" + delivery.issuer()))
                .when("StringEquals", delivery.issuer() + ":aud", AUDIENCE)
                .when("StringEquals", delivery.issuer() + ":sub", delivery.subject())),
        List.of(
            Statement.allow("Rollout", "sts:AssumeRole", "sts:TagSession")
                .on(RolloutRole.arn(scope))));
    registerOutputs(Map.of());
  }

  /** The role's ARN, known before the role is there. */
  public static String arn(Scope scope) {
    return scope.iam("role/" + scope.called(NAME));
  }
}
