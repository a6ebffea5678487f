package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.Bucket;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinService;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import java.util.List;
import java.util.Optional;

/** Elastic Load Balancing v2, API version 2015-12-01. */
public final class BalancingService extends TwinService {
  /** ELBv2 API reference, PageSize: 1 to 400. */
  private static final int PAGE_MAX = 400;

  private BalancingService() {
    super(
        "elasticloadbalancing",
        Protocol.QUERY,
        "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/");
    BalancerCalls balancers = new BalancerCalls();
    on("CreateLoadBalancer", balancers::create);
    on("DescribeLoadBalancers", balancers::describe);
    on("DeleteLoadBalancer", balancers::delete);
    on("DescribeAccountLimits", balancers::limits);
    on("AddTags", balancers::addTags);
    on("RemoveTags", balancers::removeTags);
    on("DescribeTags", balancers::describeTags);
    ListenerCalls listeners = new ListenerCalls();
    on("CreateListener", listeners::create);
    on("DescribeListeners", listeners::describe);
    on("ModifyListener", listeners::modify);
    on("DeleteListener", listeners::delete);
    RuleCalls rules = new RuleCalls();
    on("CreateRule", rules::create);
    on("DescribeRules", rules::describe);
    on("ModifyRule", rules::modify);
    on("DeleteRule", rules::delete);
    GroupCalls groups = new GroupCalls();
    on("CreateTargetGroup", groups::create);
    on("DescribeTargetGroups", groups::describe);
    on("DeleteTargetGroup", groups::delete);
    on("DescribeTargetGroupAttributes", groups::describeAttributes);
    on("ModifyTargetGroupAttributes", groups::modifyAttributes);
    TargetCalls targets = new TargetCalls();
    on("RegisterTargets", targets::register);
    on("DeregisterTargets", targets::deregister);
    on("DescribeTargetHealth", targets::describeHealth);
  }

  public static void register(TwinCloud cloud) {
    cloud.serve(new BalancingService());
    cloud.provide(Balancing.class, Balancing::new);
    cloud.provide(Routing.class, Routing::new);
    cloud.provide(Traffic.class, Traffic::new);
  }

  /** User guide, "Request throttling for the Elastic Load Balancing API": "ThrottlingException". */
  @Override
  protected String throttleCode() {
    return "ThrottlingException";
  }

  /** The same page: all Describe calls share a bucket of 40 that fills by 10 per second. */
  @Override
  protected Optional<Bucket> bucket(String operation) {
    return operation.startsWith("Describe")
        ? Optional.of(new Bucket("describe", 40, 10))
        : Optional.empty();
  }

  static Balancing of(Request request) {
    return request.region().part(Balancing.class);
  }

  static <T> Page<T> page(Request request, List<T> all) {
    int size = Page.size(request.params().number("PageSize"), PAGE_MAX, 1, PAGE_MAX);
    return Page.of(all, request.params().text("Marker"), size);
  }
}
