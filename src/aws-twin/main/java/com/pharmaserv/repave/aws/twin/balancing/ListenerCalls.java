package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.List;
import java.util.Optional;

/** Operations on listeners; a network load balancer's weights are in its default actions. */
final class ListenerCalls {
  Answer create(Request request) {
    Balancing balancing = BalancingService.of(request);
    Params params = request.params();
    String balancerArn = params.required("LoadBalancerArn");
    Balancer balancer =
        balancing
            .balancers()
            .get(balancerArn)
            .orElseThrow(
                () ->
                    new TwinException(
                        "LoadBalancerNotFound", "Load balancer '" + balancerArn + "' not found"));
    int port = params.number("Port").orElse(80);
    if (balancing.listeners().all().stream()
        .anyMatch(one -> one.balancerArn().equals(balancerArn) && one.port() == port)) {
      throw new TwinException("DuplicateListener", "A listener already exists on port " + port);
    }
    String protocol = params.text("Protocol").orElse("HTTP");
    List<String> certificates =
        params.items("Certificates").stream().map(c -> c.required("CertificateArn")).toList();
    if (certificates.isEmpty() && List.of("HTTPS", "TLS").contains(protocol)) {
      throw new TwinException("ValidationError", "A certificate must be specified");
    }
    List<Forward> actions = Forward.parse(params.items("DefaultActions"));
    String id = balancer.dimension() + "/" + request.region().ids().hex(16);
    String arn = request.region().arn("elasticloadbalancing", "listener/" + id);
    String ruleArn =
        request
            .region()
            .arn(
                "elasticloadbalancing",
                "listener-rule/" + id + "/" + request.region().ids().hex(16));
    Listener made =
        new Listener(
            arn, balancerArn, port, protocol, certificates, params.text("SslPolicy"), ruleArn);
    balancing.listeners().put(arn, made);
    Rule rule = new Rule(ruleArn, arn, Optional.empty(), List.of(), actions);
    RuleCalls.checked(balancing, rule);
    balancing.rules().put(ruleArn, rule);
    BalancerCalls.tag(balancing, arn, params.items("Tags"));
    return described(request, List.of(made), Optional.empty());
  }

  Answer describe(Request request) {
    Params params = request.params();
    List<String> arns = params.texts("ListenerArns");
    Optional<String> balancer = params.text("LoadBalancerArn");
    List<Listener> found =
        BalancingService.of(request).listeners().all(request.asOf()).stream()
            .filter(one -> arns.isEmpty() || arns.contains(one.arn()))
            .filter(one -> balancer.isEmpty() || balancer.get().equals(one.balancerArn()))
            .toList();
    if (found.size() < arns.size()) {
      throw new TwinException("ListenerNotFound", "One or more listeners not found: " + arns);
    }
    Page<Listener> page = BalancingService.page(request, found);
    return described(request, page.items(), page.next());
  }

  private static Answer described(Request request, List<Listener> some, Optional<String> next) {
    Balancing balancing = BalancingService.of(request);
    return Answer.xml(
        xml ->
            xml.list("Listeners", some, (item, one) -> write(item, one, balancing, request))
                .text("NextMarker", next));
  }

  private static void write(Xml xml, Listener listener, Balancing balancing, Request request) {
    List<Forward> actions =
        balancing
            .rules()
            .get(listener.defaultRule(), request.asOf())
            .or(() -> balancing.rules().get(listener.defaultRule()))
            .map(Rule::actions)
            .orElse(List.of());
    xml.text("ListenerArn", listener.arn())
        .text("LoadBalancerArn", listener.balancerArn())
        .text("Port", listener.port())
        .text("Protocol", listener.protocol())
        .list(
            "Certificates",
            listener.certificates(),
            (certificate, arn) -> certificate.text("CertificateArn", arn))
        .text("SslPolicy", listener.sslPolicy())
        .list("DefaultActions", actions, (action, forward) -> forward.write(action));
  }

  /** ELBv2 API reference, ModifyListener: what is not given stays; default actions are replaced. */
  Answer modify(Request request) {
    Balancing balancing = BalancingService.of(request);
    Params params = request.params();
    Listener listener = listener(balancing, params.required("ListenerArn"));
    if (params.has("DefaultActions")) {
      Rule rule =
          balancing
              .rules()
              .get(listener.defaultRule())
              .orElseThrow()
              .withActions(Forward.parse(params.items("DefaultActions")));
      RuleCalls.checked(balancing, rule);
      balancing.rules().put(rule.arn(), rule);
    }
    List<String> certificates =
        params.items("Certificates").stream().map(c -> c.required("CertificateArn")).toList();
    Listener changed =
        new Listener(
            listener.arn(),
            listener.balancerArn(),
            params.number("Port").orElse(listener.port()),
            params.text("Protocol").orElse(listener.protocol()),
            certificates.isEmpty() ? listener.certificates() : certificates,
            params.text("SslPolicy").or(listener::sslPolicy),
            listener.defaultRule());
    balancing.listeners().put(changed.arn(), changed);
    return described(request, List.of(changed), Optional.empty());
  }

  Answer delete(Request request) {
    Balancing balancing = BalancingService.of(request);
    remove(balancing, listener(balancing, request.params().required("ListenerArn")));
    return Answer.empty();
  }

  static void remove(Balancing balancing, Listener listener) {
    balancing
        .rulesOf(listener.arn(), balancing.region().clock().now())
        .forEach(
            rule -> {
              balancing.rules().remove(rule.arn());
              balancing.forgetTags(rule.arn());
            });
    balancing.listeners().remove(listener.arn());
    balancing.forgetTags(listener.arn());
  }

  static Listener listener(Balancing balancing, String arn) {
    return balancing
        .listeners()
        .get(arn)
        .orElseThrow(
            () ->
                new TwinException(
                    "ListenerNotFound", "One or more listeners not found: '" + arn + "'"));
  }
}
