package com.pharmaserv.repave.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is paid for is counted, or said not to be. */
class CostsTest {
  private static final PriceList PRICES = PriceList.standard();

  static Stream<String> stacks() {
    return Stacks.names();
  }

  private static Estimate estimate(String name, Inventory stack) throws ConfigException {
    return Estimator.of(stack, Project.open(Path.of("..")).environment(name));
  }

  private static Estimate estimate(String name) throws ConfigException {
    return estimate(name, Stacks.run(name).inventory());
  }

  /** The stack with resources in place of those that it has of a type. */
  private static Inventory with(String type, Map<String, Object> inputs) {
    List<ResourceView> views = new ArrayList<>(Stacks.run("eu-prod").inventory().all());
    String provider =
        views.stream()
            .filter(v -> v.kind().equals("LoadBalancer"))
            .findFirst()
            .orElseThrow()
            .provider();
    views.removeIf(view -> view.type().equals(type));
    views.add(
        new ResourceView(
            "urn:pulumi:eu-prod::repave::" + type + "::new",
            type,
            "new",
            inputs,
            provider,
            "",
            false,
            Set.of(),
            Set.of(),
            Map.of()));
    return new Inventory(Jurisdiction.EU, views);
  }

  private static Estimate euProd(Inventory stack) throws ConfigException {
    return estimate("eu-prod", stack);
  }

  private static long quantity(Estimate estimate, String what) {
    return estimate.lines().stream()
        .filter(line -> line.what().equals(what))
        .mapToLong(Estimate.Line::quantity)
        .sum();
  }

  @Test
  void pageIsUpToDate() throws IOException, ConfigException {
    List<Estimate> estimates = new ArrayList<>();
    for (String name : Stacks.names().toList()) {
      estimates.add(estimate(name));
    }

    Golden.check(Path.of("COSTS.md"), CostReport.markdown(estimates));
  }

  /** So a new type of resource, machine or database has to be given its price. */
  @ParameterizedTest
  @MethodSource("stacks")
  void nothingIsWithoutAPrice(String stack) throws ConfigException {
    assertThat(estimate(stack).unknown()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void groupsAddUpToTheTotal(String stack) throws ConfigException {
    Estimate estimate = estimate(stack);

    assertThat(estimate.groups().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(estimate.total());
    assertThat(estimate.fromMemory()).isPositive().isLessThan(estimate.total());
  }

  @Test
  void theFileNamesNoTypeThatNoStackHas() {
    TreeSet<String> types = new TreeSet<>(PRICES.free());
    PRICES.items().forEach(item -> types.add(item.type()));

    assertThat(types)
        .allSatisfy(t -> assertThat(Stacks.run("eu-prod").inventory().of(t)).isNotEmpty());
  }

  @Test
  void countsWhatIsThere() throws ConfigException {
    Estimate estimate = estimate("eu-prod");

    assertThat(quantity(estimate, "m7i.large of fleet app")).isEqualTo(6);
    assertThat(quantity(estimate, "m7i.large of fleet worker")).isEqualTo(6);
    assertThat(quantity(estimate, "GB of root volumes (gp3)")).isEqualTo(12 * 20);
    assertThat(quantity(estimate, "db.r7g.large")).isEqualTo(3);
    assertThat(quantity(estimate, "db.t4g.large")).isZero();
    assertThat(quantity(estimate, "interface endpoint in a zone")).isEqualTo(11 * 3);
    assertThat(quantity(estimate, "public address, one a zone at least")).isEqualTo(3);
    assertThat(quantity(estimate, "rule of the web ACL")).isEqualTo(5);
    assertThat(quantity(estimate, "key")).isEqualTo(9);
    assertThat(quantity(estimate, "alarm on a metric")).isEqualTo(5);
    assertThat(quantity(estimate, "metric counted in logs")).isEqualTo(1);
  }

  @Test
  void pricesAreThoseOfTheRegion() throws ConfigException {
    assertThat(estimate("eu-prod").lines())
        .filteredOn(line -> line.what().equals("load balancer"))
        .singleElement()
        .satisfies(line -> assertThat(line.monthly()).isEqualTo("18.40"));
    assertThat(estimate("us-prod").lines())
        .filteredOn(line -> line.what().startsWith("m7i.large of fleet app"))
        .singleElement()
        .satisfies(line -> assertThat(line.monthly()).isEqualTo("441.50"));
  }

  @Test
  void saysWhatItHasNoPriceOf() throws ConfigException {
    assertThat(euProd(with("aws:lambda/function:Function", Map.of())).unknown())
        .containsExactly("lambda/function:Function: nothing says how it is paid for");
    assertThat(
            euProd(
                    with(
                        "aws:rds/clusterInstance:ClusterInstance",
                        Map.of("instanceClass", "db.x2g.large")))
                .unknown())
        .containsExactly("new: no price of db.x2g.large");
    assertThat(
            euProd(
                    with(
                        "aws:ec2/launchTemplate:LaunchTemplate",
                        Map.of("instanceType", "p5.48xlarge", "tags", Map.of("fleet", "app"))))
                .unknown())
        .containsExactly(
            "p5.48xlarge of fleet app: no price of p5.48xlarge in eu-west-1",
            "new: no price of a root volume that is not gp3");
  }

  @Test
  void refusesAPriceListThatItCannotRead() {
    String group = "group g as-of 2026-01-01: somewhere";

    assertThatThrownBy(() -> PriceList.parse(List.of("fixed a:B | b | hour | elsewhere 1.0")))
        .hasMessageContaining("'fixed a:B");
    assertThatThrownBy(() -> PriceList.parse(List.of(group, "usage a:B | b | GB | elsewhere one")))
        .hasMessageContaining("'elsewhere one'");
    assertThatThrownBy(() -> PriceList.parse(List.of(group, "usage a:B | b | GB | r 1.0, r 2.0")))
        .hasMessageContaining("two prices in r");
    assertThatThrownBy(() -> PriceList.parse(List.of(group, "fixed a:B | b | GB | elsewhere 1.0")))
        .hasMessageContaining("hour or month");
    assertThatThrownBy(
            () -> PriceList.parse(List.of(group, "usage a:B | b | GB | r 1.0", "free a:B")))
        .hasMessageContaining("calls it free");
  }
}
