package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S3;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S8;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What machines are made from. */
final class MachineRules {
  private static final String TEMPLATE = "ec2/launchTemplate:LaunchTemplate";
  private static final Pattern SECRET =
      Pattern.compile("(?i)(AKIA[0-9A-Z]{16}|password|secret|BEGIN [A-Z ]*PRIVATE KEY)");

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "C01",
              "Machines give their identity only to who asks from inside, with a token.",
              List.of(S5),
              "EC2.8 EC2.170 CKV_AWS_79 CKV_AWS_341",
              MachineRules::metadata),
          Rule.of(
              "C02",
              "There is no key pair, nowhere.",
              List.of(S5),
              "21CFR11.10(d)",
              MachineRules::keyPairs),
          Rule.of(
              "C03",
              "Volumes are encrypted with our key, and nothing of machines is public.",
              List.of(S5),
              "EC2.1 EC2.3 EC2.7 EC2.25 EC2.181 CKV_AWS_88 CKV_AWS_106",
              MachineRules::volumes),
          Rule.of(
              "C04",
              "Each fleet has one function, with a role and a security group of its own.",
              List.of(S5, S8),
              "SSM.1 CKV2_AWS_41",
              MachineRules::oneFunction),
          Rule.of(
              "C05",
              "What machines read when they start holds no secrets.",
              List.of(S5),
              "CKV_AWS_46",
              MachineRules::userData),
          Rule.of(
              "C06",
              "This program makes no machine and names no image: the rollout tool does.",
              List.of(S3),
              "internal",
              MachineRules::noMachines));

  private MachineRules() {}

  private static void metadata(Inventory all, Sight sight) {
    sight.someOf(all.of(TEMPLATE), "there is no launch template");
    for (ResourceView template : all.of(TEMPLATE)) {
      sight.require(
          template,
          template.text("metadataOptions.httpTokens").equals("required"),
          "answers without a token");
      sight.require(
          template,
          template.number("metadataOptions.httpPutResponseHopLimit") == 1,
          "answers from further than one hop");
    }
    for (String region : all.regions()) {
      sight.require(
          all.of("ec2/instanceMetadataDefaults:InstanceMetadataDefaults").stream()
              .anyMatch(
                  d -> all.region(d).equals(region) && d.text("httpTokens").equals("required")),
          "region " + region + " does not demand tokens by default");
    }
  }

  private static void keyPairs(Inventory all, Sight sight) {
    sight.someOf(all.of(TEMPLATE), "there is no launch template");
    for (ResourceView template : all.of(TEMPLATE)) {
      sight.require(template, !template.has("keyName"), "has a key pair");
    }
    all.aws()
        .forEach(
            view ->
                sight.require(
                    view,
                    !view.kind().equals("KeyPair") && !view.kind().equals("SshKey"),
                    "is a key pair"));
    for (String region : all.regions()) {
      sight.require(
          all.of("ec2/serialConsoleAccess:SerialConsoleAccess").stream()
              .anyMatch(s -> all.region(s).equals(region) && !s.flag("enabled")),
          "region " + region + " has serial consoles");
    }
  }

  private static void volumes(Inventory all, Sight sight) {
    for (ResourceView template : all.of(TEMPLATE)) {
      sight.require(
          template, !template.list("blockDeviceMappings").isEmpty(), "leaves volumes to the image");
      for (int i = 0; i < template.list("blockDeviceMappings").size(); i++) {
        String ebs = "blockDeviceMappings." + i + ".ebs.";
        sight.require(
            template,
            template.flag(ebs + "encrypted") && template.has(ebs + "kmsKeyId"),
            "has a volume that is not encrypted with our key");
      }
      sight.require(
          template,
          template.list("networkInterfaces").stream()
              .noneMatch(
                  n ->
                      String.valueOf(((Map<?, ?>) n).get("associatePublicIpAddress"))
                          .equals("true")),
          "gives machines a public address");
    }
    for (String region : all.regions()) {
      sight.require(
          all.of("ebs/encryptionByDefault:EncryptionByDefault").stream()
              .anyMatch(e -> all.region(e).equals(region) && e.flag("enabled")),
          "region " + region + " does not encrypt volumes by default");
      for (String block :
          List.of(
              "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
              "ec2/imageBlockPublicAccess:ImageBlockPublicAccess")) {
        sight.require(
            all.of(block).stream()
                .anyMatch(b -> all.region(b).equals(region) && b.text("state").startsWith("block")),
            "region " + region + " lacks " + block);
      }
    }
  }

  private static void oneFunction(Inventory all, Sight sight) {
    Set<Object> groups = new HashSet<>();
    Set<Object> profiles = new HashSet<>();
    for (ResourceView template : all.of(TEMPLATE)) {
      sight.require(template, !Inventory.tag(template, "function").isEmpty(), "has no function");
      sight.require(
          template,
          template.at("vpcSecurityGroupIds").filter(groups::add).isPresent(),
          "shares its security group with another fleet");
      sight.require(
          template,
          template.at("iamInstanceProfile.arn").filter(profiles::add).isPresent(),
          "shares its role with another fleet, or has none");
    }
  }

  private static void userData(Inventory all, Sight sight) {
    sight.someOf(all.of(TEMPLATE), "there is no launch template");
    for (ResourceView template : all.of(TEMPLATE)) {
      sight.require(
          template, !SECRET.matcher(decoded(template.text("userData"))).find(), "holds a secret");
    }
  }

  private static String decoded(String userData) {
    try {
      return new String(Base64.getDecoder().decode(userData), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return userData; // not encoded: it is the text itself
    }
  }

  private static void noMachines(Inventory all, Sight sight) {
    sight.someOf(all.of(TEMPLATE), "there is no launch template");
    for (ResourceView template : all.of(TEMPLATE)) {
      sight.require(template, !template.has("imageId"), "names an image");
    }
    all.aws()
        .forEach(
            view ->
                sight.require(
                    view,
                    !view.type().startsWith("aws:autoscaling/")
                        && !view.type().equals("aws:ec2/instance:Instance"),
                    "belongs to the rollout tool"));
  }
}
