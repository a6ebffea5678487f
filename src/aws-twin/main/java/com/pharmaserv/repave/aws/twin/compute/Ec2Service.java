package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Bucket;
import com.pharmaserv.repave.aws.twin.Machines;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.typed.TypedService;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CancelCapacityReservationRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateCapacityReservationRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeCapacityReservationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageReferencesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageRequest;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** EC2 in the double, API version 2016-11-15. */
public final class Ec2Service extends TypedService {
  /** EC2 developer guide, "Request throttling": the buckets of a region, named by their action. */
  private static final Map<String, Bucket> BUCKETS =
      Map.of(
          "RunInstances", new Bucket("RunInstances", 5, 2),
          "StartInstances", new Bucket("StartInstances", 5, 2),
          "TerminateInstances", new Bucket("TerminateInstances", 100, 5),
          "CreateLaunchTemplateVersion", new Bucket("CreateLaunchTemplateVersion", 100, 5),
          "ModifyLaunchTemplate", new Bucket("ModifyLaunchTemplate", 100, 5),
          "CopyImage", new Bucket("CopyImage", 100, 1),
          "DeregisterImage", new Bucket("DeregisterImage", 100, 5),
          "CreateTags", new Bucket("CreateTags", 100, 10),
          "DeleteTags", new Bucket("DeleteTags", 100, 10));

  private Ec2Service() {
    super("ec2", Protocol.EC2, "http://ec2.amazonaws.com/doc/2016-11-15/");
    templates();
    servers();
    images();
    network();
    reservations();
  }

  /** Gives the cloud its EC2. */
  public static void register(TwinCloud cloud) {
    cloud.serve(new Ec2Service());
    cloud.provide(Compute.class, Compute::new);
    cloud.provide(Machines.class, region -> region.part(Compute.class).machines());
  }

  private static Compute in(Request call) {
    return call.region().part(Compute.class);
  }

  /** Any other action: "non-mutating 100/20, mutating 50/5". */
  @Override
  protected Optional<Bucket> bucket(String operation) {
    return Optional.of(
        Optional.ofNullable(BUCKETS.get(operation))
            .orElseGet(
                () ->
                    mutates(operation)
                        ? new Bucket(operation, 50, 5)
                        : new Bucket(operation, 100, 20)));
  }

  private void templates() {
    op(
        "CreateLaunchTemplate",
        CreateLaunchTemplateRequest::builder,
        (call, asked) -> in(call).templates().create(call, asked));
    op(
        "CreateLaunchTemplateVersion",
        CreateLaunchTemplateVersionRequest::builder,
        (call, asked) -> in(call).templates().createVersion(call, asked));
    op(
        "ModifyLaunchTemplate",
        ModifyLaunchTemplateRequest::builder,
        (call, asked) -> in(call).templates().modify(call, asked));
    op(
        "DeleteLaunchTemplate",
        DeleteLaunchTemplateRequest::builder,
        (call, asked) -> in(call).templates().delete(call, asked));
    op(
        "DescribeLaunchTemplates",
        DescribeLaunchTemplatesRequest::builder,
        (call, asked) -> in(call).templates().describe(call, asked));
    op(
        "DescribeLaunchTemplateVersions",
        DescribeLaunchTemplateVersionsRequest::builder,
        (call, asked) -> in(call).templates().describeVersions(call, asked));
  }

  private void servers() {
    op(
        "RunInstances",
        RunInstancesRequest::builder,
        (call, asked) -> in(call).serverCalls().run(call, asked));
    op(
        "DescribeInstances",
        DescribeInstancesRequest::builder,
        (call, asked) -> in(call).serverCalls().describe(call, asked));
    op(
        "DescribeInstanceStatus",
        DescribeInstanceStatusRequest::builder,
        (call, asked) -> in(call).serverCalls().status(call, asked));
    op(
        "TerminateInstances",
        TerminateInstancesRequest::builder,
        (call, asked) -> in(call).serverCalls().terminate(call, asked));
    op(
        "StopInstances",
        StopInstancesRequest::builder,
        (call, asked) -> in(call).serverCalls().stop(call, asked));
    op(
        "StartInstances",
        StartInstancesRequest::builder,
        (call, asked) -> in(call).serverCalls().start(call, asked));
    op(
        "ModifyInstanceAttribute",
        ModifyInstanceAttributeRequest::builder,
        (call, asked) -> new Forensics(in(call)).modify(asked));
    op(
        "DescribeVolumes",
        DescribeVolumesRequest::builder,
        (call, asked) -> in(call).disks().describe(call, asked));
  }

  private void images() {
    op(
        "CreateImage",
        CreateImageRequest::builder,
        (call, asked) -> in(call).images().create(asked));
    op(
        "CopyImage",
        CopyImageRequest::builder,
        (call, asked) -> in(call).images().copy(call, asked));
    op(
        "RegisterImage",
        RegisterImageRequest::builder,
        (call, asked) -> in(call).registrations().register(asked));
    op(
        "DescribeImageAttribute",
        DescribeImageAttributeRequest::builder,
        (call, asked) -> in(call).imageCalls().attribute(asked));
    op(
        "DescribeImageReferences",
        DescribeImageReferencesRequest::builder,
        (call, asked) -> new References(in(call)).describe(call, asked));
    op(
        "DescribeImages",
        DescribeImagesRequest::builder,
        (call, asked) -> in(call).imageCalls().describe(call, asked));
    op(
        "DeregisterImage",
        DeregisterImageRequest::builder,
        (call, asked) -> in(call).imageCalls().deregister(asked));
    op(
        "EnableImageDeprecation",
        EnableImageDeprecationRequest::builder,
        (call, asked) -> in(call).imageCalls().deprecate(call, asked));
    op(
        "DisableImageDeprecation",
        DisableImageDeprecationRequest::builder,
        (call, asked) -> in(call).imageCalls().undeprecate(asked.imageId()));
    op(
        "EnableImageDeregistrationProtection",
        EnableImageDeregistrationProtectionRequest::builder,
        (call, asked) -> in(call).imageCalls().protect(asked));
    op(
        "DisableImageDeregistrationProtection",
        DisableImageDeregistrationProtectionRequest::builder,
        (call, asked) -> in(call).imageCalls().unprotect(asked.imageId()));
    op(
        "DisableImage",
        DisableImageRequest::builder,
        (call, asked) -> in(call).imageCalls().disable(asked.imageId()));
    op(
        "EnableImage",
        EnableImageRequest::builder,
        (call, asked) -> in(call).imageCalls().enable(asked.imageId()));
    op(
        "ModifyImageAttribute",
        ModifyImageAttributeRequest::builder,
        (call, asked) -> in(call).imageCalls().modify(asked));
    op(
        "DescribeSnapshots",
        DescribeSnapshotsRequest::builder,
        (call, asked) -> in(call).snapshots().describe(call, asked));
    op(
        "CreateSnapshots",
        CreateSnapshotsRequest::builder,
        (call, asked) -> new Forensics(in(call)).create(asked));
    op(
        "DeleteSnapshot",
        DeleteSnapshotRequest::builder,
        (call, asked) -> in(call).snapshots().delete(asked));
  }

  private void network() {
    op(
        "DescribeSubnets",
        DescribeSubnetsRequest::builder,
        (call, asked) -> in(call).network().describeSubnets(call, asked));
    op(
        "DescribeVpcs",
        DescribeVpcsRequest::builder,
        (call, asked) -> in(call).network().describeVpcs(call, asked));
    op(
        "DescribeSecurityGroups",
        DescribeSecurityGroupsRequest::builder,
        (call, asked) -> in(call).network().describeGroups(call, asked));
    op(
        "DescribeAvailabilityZones",
        DescribeAvailabilityZonesRequest::builder,
        (call, asked) -> in(call).network().describeZones(asked));
    op("CreateTags", CreateTagsRequest::builder, (call, asked) -> in(call).tags().create(asked));
    op("DeleteTags", DeleteTagsRequest::builder, (call, asked) -> in(call).tags().delete(asked));
    op(
        "DescribeTags",
        DescribeTagsRequest::builder,
        (call, asked) -> in(call).tags().describe(call, asked));
  }

  private void reservations() {
    op(
        "DescribeInstanceTypes",
        DescribeInstanceTypesRequest::builder,
        (call, asked) -> in(call).types().describe(asked));
    op(
        "DescribeInstanceTypeOfferings",
        DescribeInstanceTypeOfferingsRequest::builder,
        (call, asked) -> in(call).types().offerings(call, asked, in(call).network().zones()));
    op(
        "CreateCapacityReservation",
        CreateCapacityReservationRequest::builder,
        (call, asked) -> in(call).reservations().create(call, asked));
    op(
        "CancelCapacityReservation",
        CancelCapacityReservationRequest::builder,
        (call, asked) -> in(call).reservations().cancel(asked));
    op(
        "DescribeCapacityReservations",
        DescribeCapacityReservationsRequest::builder,
        (call, asked) -> in(call).reservations().describe(call, asked));
  }
}
