package com.pharmaserv.repave.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What PIT reports: each change it made to a method, and whether a test noticed. */
record Mutants(List<Mutant> all) {
  Mutants {
    all = List.copyOf(all);
  }

  /**
   * Changes of one kind in one method. Lines are left out, so that the list of survivors lives
   * longer than they do.
   */
  record Kind(String method, String mutator) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return method + " " + mutator;
    }
  }

  /** One change. */
  record Mutant(Kind kind, int line, String description, boolean noticed) {}

  static Mutants read(Path report) throws IOException {
    try (InputStream in = Files.newInputStream(report)) {
      NodeList nodes =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(in)
              .getElementsByTagName("mutation");
      List<Mutant> all = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        all.add(mutant((Element) nodes.item(i)));
      }
      return new Mutants(all);
    } catch (SAXException | ParserConfigurationException damaged) {
      throw new IOException("%s is no report of PIT".formatted(report), damaged);
    }
  }

  private static Mutant mutant(Element element) {
    String type = text(element, "mutatedClass").replaceAll(".*\\.", "");
    // A lambda's number changes with every lambda before it.
    String method = text(element, "mutatedMethod").replaceAll("lambda\\$(.*)\\$\\d+", "$1");
    String mutator = text(element, "mutator").replaceAll(".*\\.", "").replace("Mutator", "");
    return new Mutant(
        new Kind(type + "." + method, mutator),
        Integer.parseInt(text(element, "lineNumber")),
        text(element, "description"),
        Boolean.parseBoolean(element.getAttribute("detected")));
  }

  private static String text(Element element, String tag) {
    return element.getElementsByTagName(tag).item(0).getTextContent();
  }

  /** Those that no test noticed, by kind. */
  SortedMap<Kind, List<Mutant>> survivors() {
    SortedMap<Kind, List<Mutant>> survivors = new TreeMap<>();
    all.stream()
        .filter(mutant -> !mutant.noticed())
        .forEach(m -> survivors.computeIfAbsent(m.kind(), kind -> new ArrayList<>()).add(m));
    return survivors;
  }

  /** Share of those that a test noticed, in percent. */
  double score() {
    long noticed = all.stream().filter(Mutant::noticed).count();
    return all.isEmpty() ? 0 : 100.0 * noticed / all.size();
  }
}
