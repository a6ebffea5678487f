package com.pharmaserv.repave.aws.twin.scaling;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinService;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import java.util.List;

/** Auto Scaling, API version 2011-01-01. */
public final class ScalingService extends TwinService {
  private ScalingService() {
    super("autoscaling", Protocol.QUERY, "http://autoscaling.amazonaws.com/doc/2011-01-01/");
    GroupCalls groups = new GroupCalls();
    on("CreateAutoScalingGroup", groups::create);
    on("UpdateAutoScalingGroup", groups::update);
    on("DeleteAutoScalingGroup", groups::delete);
    DescribeCalls describes = new DescribeCalls();
    on("DescribeAutoScalingGroups", describes::groups);
    on("DescribeAutoScalingInstances", describes::machines);
    on("DescribeScalingActivities", describes::activities);
    on("DescribeAccountLimits", describes::limits);
    SourceCalls sources = new SourceCalls();
    on("AttachLoadBalancerTargetGroups", sources::attachTargetGroups);
    on("AttachLoadBalancers", sources::attachBalancers);
    on("AttachTrafficSources", sources::attachSources);
    ExtraCalls extras = new ExtraCalls();
    on("EnableMetricsCollection", extras::enableMetrics);
    on("PutNotificationConfiguration", extras::putNotification);
    on("DescribeNotificationConfigurations", extras::describeNotifications);
    on("PutWarmPool", extras::putWarmPool);
    RefreshCalls refreshes = new RefreshCalls();
    on("StartInstanceRefresh", refreshes::start);
    on("CancelInstanceRefresh", refreshes::cancel);
    on("DescribeInstanceRefreshes", refreshes::describe);
    CapacityCalls capacity = new CapacityCalls();
    on("SetDesiredCapacity", capacity::setDesired);
    on("SuspendProcesses", capacity::suspend);
    on("ResumeProcesses", capacity::resume);
    MemberCalls members = new MemberCalls();
    on("SetInstanceProtection", members::protect);
    on("SetInstanceHealth", members::setHealth);
    on("TerminateInstanceInAutoScalingGroup", members::terminate);
    on("DetachInstances", members::detach);
    on("EnterStandby", members::enterStandby);
    on("ExitStandby", members::exitStandby);
    TagCalls tags = new TagCalls();
    on("CreateOrUpdateTags", tags::put);
    on("DescribeTags", tags::describe);
    on("DeleteTags", tags::delete);
    HookCalls hooks = new HookCalls();
    on("PutLifecycleHook", hooks::put);
    on("DescribeLifecycleHooks", hooks::describe);
    on("DeleteLifecycleHook", hooks::delete);
    on("CompleteLifecycleAction", hooks::complete);
    PolicyCalls policies = new PolicyCalls();
    on("PutScalingPolicy", policies::put);
    on("DescribePolicies", policies::describe);
    on("DeletePolicy", policies::delete);
    ScheduleCalls schedules = new ScheduleCalls();
    on("PutScheduledUpdateGroupAction", schedules::put);
    on("DescribeScheduledActions", schedules::describe);
    on("DeleteScheduledAction", schedules::delete);
  }

  public static void register(TwinCloud cloud) {
    cloud.serve(new ScalingService());
    cloud.provide(Scaling.class, Scaling::new);
  }

  static Scaling of(Request request) {
    return request.region().part(Scaling.class);
  }

  /** Auto Scaling API reference, MaxRecords: "The default value is 50 and the maximum is 100." */
  static <T> Page<T> page(Request request, List<T> all) {
    int size = Page.size(request.params().number("MaxRecords"), 50, 1, 100);
    return Page.of(all, request.params().text("NextToken"), size);
  }
}
