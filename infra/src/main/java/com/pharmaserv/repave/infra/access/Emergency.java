package com.pharmaserv.repave.infra.access;

import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.core.Output;

/**
 * What emergency rights leave out, beside what the boundary forbids to everybody: they are AWS's
 * own for whoever may do everything but change identities, and repairing needs less.
 */
final class Emergency {
  private Emergency() {}

  static Output<String> limits() {
    return Policy.json(
        // The only shells are recorded sessions, which are operators'.
        Statement.deny(
                "Shells",
                "ec2-instance-connect:*",
                "ssm:ResumeSession",
                "ssm:SendCommand",
                "ssm:StartSession")
            .on("*"),
        Statement.deny(
                "Data",
                "dynamodb:BatchGetItem",
                "dynamodb:BatchWriteItem",
                "dynamodb:DeleteItem",
                "dynamodb:GetItem",
                "dynamodb:GetRecords",
                "dynamodb:PartiQL*",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:Scan",
                "dynamodb:UpdateItem",
                "rds-data:*",
                "rds-db:connect",
                "s3:*Object*",
                "secretsmanager:GetSecretValue")
            .on("*"),
        // Services that encrypt for whoever starts something do so in their own hands.
        Statement.deny(
                "Keys",
                "kms:CreateGrant",
                "kms:Decrypt",
                "kms:Encrypt",
                "kms:GenerateDataKey*",
                "kms:ReEncrypt*",
                "kms:Sign")
            .on("*")
            .when("Null", "kms:ViaService", "true"),
        Statement.deny(
                "Ends",
                "kms:DisableKey",
                "kms:ScheduleKeyDeletion",
                "rds:DeleteDBCluster",
                "rds:DeleteDBClusterSnapshot",
                "rds:DeleteGlobalCluster")
            .on("*"),
        // Tags that grant something, and other ways to the rights of others.
        Statement.deny(
                "Marks",
                "autoscaling:CreateOrUpdateTags",
                "autoscaling:DeleteTags",
                "ec2:CreateTags",
                "ec2:DeleteTags")
            .on("*")
            .when("ForAnyValue:StringLike", "aws:TagKeys", "environment", "repave:*"),
        Statement.deny(
                "Others",
                "ec2:AssociateIamInstanceProfile",
                "ec2:ReplaceIamInstanceProfileAssociation",
                "kms:TagResource",
                "kms:UntagResource",
                "logs:PutResourcePolicy",
                "sts:AssumeRole")
            .on("*"));
  }
}
