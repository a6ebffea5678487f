package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.TwinCloud;

/** Roles that AWS itself makes. */
final class Roles {
  static final String SERVICE_LINKED =
      "arn:aws:iam::"
          + TwinCloud.ACCOUNT
          + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

  private Roles() {}
}
