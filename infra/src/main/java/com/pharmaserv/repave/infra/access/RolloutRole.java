package com.pharmaserv.repave.infra.access;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.repave.Journal;
import com.pharmaserv.repave.permission.Chapter;
import com.pharmaserv.repave.permission.IamPolicy;
import com.pharmaserv.repave.permission.Reach;
import com.pharmaserv.repave.permission.Things;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rollout tool's one role, taken by the scheduled rotation, the CI stage and operators. It is
 * the border between what belongs to this program and what belongs to the tool: of the network and
 * the load balancer it changes what two rules per fleet forward, and nothing else.
 *
 * <p>What it may do is not said here: it is what {@code repave iam-policy} prints, on the things
 * that this program makes.
 */
public final class RolloutRole extends Part {
  private static final String NAME = "rollout";

  /**
   * What the tool uses of this program's things.
   *
   * @param rules of the fleets' routes, by ARN
   * @param targetGroups of the fleets' slots, by ARN
   * @param subnets that machines of fleets and builders go to, by id
   * @param machineRoles that the tool starts machines with, by ARN
   * @param builderProfile what builders carry their role in, by ARN
   * @param fleetProfiles what machines of fleets carry theirs in, by ARN
   * @param cell the security group that cuts machines off, by id
   * @param keys what images and volumes are encrypted with, one for each region
   * @param signer what signs of what images are made, by ARN
   */
  public record Used(
      List<Output<String>> rules,
      List<Output<String>> targetGroups,
      List<Output<String>> subnets,
      List<Output<String>> machineRoles,
      Output<String> builderProfile,
      List<Output<String>> fleetProfiles,
      Output<String> cell,
      List<Key> keys,
      Output<String> signer,
      Journal journal) {
    private Output<Things> things() {
      Output<List<List<String>>> machines =
          Output.tuple(
                  Output.all(machineRoles), Output.all(builderProfile), Output.all(fleetProfiles))
              .applyValue(all -> List.of(all.t1, all.t2, all.t3));
      return Output.tuple(
              Output.all(rules),
              Output.all(targetGroups),
              Output.all(subnets),
              machines,
              Output.all(keys.stream().map(Key::arn).toList()),
              journal.tableName(),
              Output.tuple(journal.key().arn(), cell),
              signer)
          .applyValue(
              known ->
                  new Things(
                      known.t1,
                      // There are no Network Load Balancers.
                      List.of(),
                      known.t2,
                      List.of(known.t6),
                      List.of(known.t7.t1),
                      known.t3,
                      known.t5,
                      List.of(known.t8),
                      known.t4.get(0),
                      known.t4.get(1),
                      known.t4.get(2),
                      List.of(known.t7.t2),
                      // Auto Scaling's is made by this program, and the boundary forbids the tool
                      // to make any.
                      List.of()));
    }
  }

  /**
   * @param takers roles of this account that take it
   * @param later rotations of other accounts that take it, by the ARNs of their roles: those of
   *     environments whose images prove themselves here
   */
  public RolloutRole(Scope scope, List<String> takers, List<String> later, Used used) {
    super("RolloutRole", NAME, scope);
    List<Statement> statements = new ArrayList<>();
    statements.add(taken("Takers", scope.account(), takers));
    for (String taker : later) {
      String account = taker.split(":", -1)[4];
      statements.add(taken("Later" + account, account, List.of(taker)));
    }
    Output<String> trust = Policy.json(statements);
    Output<Reach> reach = used.things().applyValue(things -> Reach.of(scope.environment(), things));
    Map<String, Output<String>> policies = new LinkedHashMap<>();
    for (Chapter chapter : Chapter.values()) {
      policies.put(chapter.title(), reach.applyValue(known -> IamPolicy.of(known, chapter)));
    }
    String arn = arn(scope);
    Role role = new Role(NAME, arn.substring(arn.lastIndexOf('/') + 1), this, trust, policies);
    registerOutputs(Map.of("role", role.arn()));
  }

  private static Statement taken(String id, String account, List<String> takers) {
    return Statement.allow(id, "sts:AssumeRole", "sts:TagSession")
        .aws("arn:aws:iam::" + account + ":root")
        .when("ArnLike", "aws:PrincipalArn", takers.toArray(String[]::new));
  }

  /** The role's ARN as the environment's file tells the rollout tool, before the role is there. */
  public static String arn(Scope scope) {
    return scope.role().orElse(scope.iam("role/" + scope.called(NAME)));
  }
}
