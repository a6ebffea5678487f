package com.pharmaserv.repave.infra.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.diagram.Flows.Flow;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The pictures show what the stacks have, and can be read. */
class DiagramsTest {
  private static final int WIDTH = 1200;

  static Stream<String> stacks() {
    return Stacks.names();
  }

  private static Inventory stack(String name) {
    return Stacks.run(name).inventory();
  }

  private static String picture(String name) {
    return Picture.of(name, stack(name));
  }

  private static Inventory without(String name, Predicate<ResourceView> gone) {
    List<ResourceView> views = new ArrayList<>(stack(name).all());
    views.removeIf(gone);
    return new Inventory(stack(name).jurisdiction(), views);
  }

  private static List<Element> elements(String svg, String tag)
      throws ParserConfigurationException, IOException, SAXException {
    NodeList nodes =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static long ways(String svg) {
    return svg.lines().filter(line -> line.contains("class=\"way ")).count();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void pictureIsUpToDate(String stack) throws IOException {
    Golden.check(Path.of("diagrams", stack + ".svg"), picture(stack));
  }

  /** The order in which Pulumi is asked for resources is left to chance. */
  @Test
  void pictureDoesNotDependOnTheOrderOfResources() {
    List<ResourceView> views = new ArrayList<>(stack("eu-prod").all());
    Collections.reverse(views);

    assertThat(Picture.of("eu-prod", new Inventory(Jurisdiction.EU, views)))
        .isEqualTo(picture("eu-prod"));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void showsEverySubnetFleetSlotAndInstance(String stack) throws Exception {
    Inventory inventory = stack(stack);
    List<String> texts =
        elements(picture(stack), "text").stream().map(Element::getTextContent).toList();

    inventory
        .of("ec2/subnet:Subnet")
        .forEach(subnet -> assertThat(texts).contains(subnet.text("cidrBlock")));
    inventory
        .of("ec2/launchTemplate:LaunchTemplate")
        .forEach(fleet -> assertThat(texts).contains("fleet " + Inventory.tag(fleet, "fleet")));
    inventory
        .of("lb/targetGroup:TargetGroup")
        .forEach(group -> assertThat(texts).contains(Inventory.tag(group, "slot")));
    assertThat(texts.stream().filter("Aurora"::equals))
        .hasSameSizeAs(inventory.of("rds/clusterInstance:ClusterInstance"));
  }

  @Test
  void knowsTheOpenWays() {
    assertThat(Flows.of(stack("eu-prod")))
        .containsExactly(
            new Flow("balancer", "fleet app", 8443),
            new Flow("builders", "endpoints", 443),
            new Flow("builders", "gateways", 443),
            new Flow("fleet app", "database", 6432),
            new Flow("fleet app", "endpoints", 443),
            new Flow("fleet app", "gateways", 443),
            new Flow("fleet worker", "database", 6432),
            new Flow("fleet worker", "endpoints", 443),
            new Flow("fleet worker", "gateways", 443),
            new Flow("internet", "balancer", 443));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyOpenWayHasAnArrow(String stack) {
    int copies = 2;
    int legend = 4;

    assertThat(ways(picture(stack))).isEqualTo(Flows.of(stack(stack)).size() + copies + legend);
  }

  /** One end is not enough. */
  @Test
  void anArrowGoesWithItsRule() {
    long all = ways(picture("eu-prod"));
    for (String rule :
        List.of(
            "eu-west-1-app-database-in", "eu-west-1-app-database-out", "eu-west-1-edge-https")) {
      Inventory less = without("eu-prod", view -> view.name().equals(rule));

      assertThat(ways(Picture.of("eu-prod", less))).as(rule).isEqualTo(all - 1);
    }
  }

  @Test
  void anArrowBetweenRegionsGoesWithWhatCopies() {
    long all = ways(picture("eu-prod"));
    for (String kind : List.of("GlobalCluster", "Plan")) {
      Inventory less = without("eu-prod", view -> view.kind().equals(kind));

      assertThat(ways(Picture.of("eu-prod", less))).as(kind).isEqualTo(all - 1);
    }
  }

  /** By widths of letters that are cautious ones. */
  @ParameterizedTest
  @MethodSource("stacks")
  void noTextMeetsAnotherOrLeavesThePage(String stack) throws Exception {
    List<Box> places = new ArrayList<>();
    for (Element text : elements(picture(stack), "text")) {
      if (text.hasAttribute("x")) {
        int size = Integer.parseInt(text.getAttribute("font-size"));
        int width = (int) Svg.width(text.getAttribute("class"), size, text.getTextContent());
        int x = Integer.parseInt(text.getAttribute("x"));
        int left = text.hasAttribute("text-anchor") ? x - width / 2 : x;
        Box place = new Box(left, Integer.parseInt(text.getAttribute("y")) - size, width, size);
        assertThat(place.right()).as(text.getTextContent()).isLessThan(WIDTH);
        assertThat(places)
            .as(text.getTextContent())
            .noneMatch(
                other ->
                    other.x() < place.right()
                        && place.x() < other.right()
                        && other.y() < place.bottom()
                        && place.y() < other.bottom());
        places.add(place);
      }
    }
    assertThat(places).hasSizeGreaterThan(50);
  }

  @Test
  void tellsItInWordsToo() throws Exception {
    String svg = picture("us-prod");

    assertThat(elements(svg, "title").get(0).getTextContent())
        .isEqualTo("Infrastructure of us-prod");
    assertThat(elements(svg, "desc").get(0).getTextContent())
        .startsWith("us-east-1 in 3 zones. us-west-2 in 3 zones. ")
        .contains("internet to balancer over port 443.");
  }

  @Test
  void textIsNotMarkup() {
    assertThat(Svg.escape("<a b=\"c\">&")).isEqualTo("&lt;a b=&quot;c&quot;&gt;&amp;");
  }

  @Test
  void saysWhenThereIsNothingToDraw() {
    Inventory nothing = without("eu-prod", view -> view.kind().equals("Subnet"));

    assertThatThrownBy(() -> Picture.of("eu-prod", nothing))
        .hasMessageContaining("'eu-prod' has no subnet to draw");
  }
}
