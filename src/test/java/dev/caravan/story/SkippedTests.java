package dev.caravan.story;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Says at the end of {@code mvn verify} which tests were skipped and why, from their reports. */
public final class SkippedTests {

  private static final Path REPORTS = Path.of("target/surefire-reports");

  private SkippedTests() {}

  public static void main(String... args) throws IOException {
    tell(REPORTS, System.out);
  }

  static void tell(Path reports, PrintStream out) throws IOException {
    Map<String, Integer> skipped = new TreeMap<>();
    if (Files.isDirectory(reports)) {
      try (Stream<Path> files = Files.list(reports)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".xml")).toList()) {
          read(file, skipped);
        }
      }
    }
    if (!skipped.isEmpty()) {
      int all = skipped.values().stream().mapToInt(Integer::intValue).sum();
      out.printf("%nSkipped: %d, because%n", all);
      skipped.forEach((why, number) -> out.printf("  %4d  %s%n", number, why));
      out.println();
    }
  }

  private static void read(Path report, Map<String, Integer> skipped) throws IOException {
    NodeList tests = tests(report);
    for (int i = 0; i < tests.getLength(); i++) {
      Element test = (Element) tests.item(i);
      NodeList reasons = test.getElementsByTagName("skipped");
      if (reasons.getLength() > 0) {
        String type = test.getAttribute("classname");
        String name = type.substring(type.lastIndexOf('.') + 1);
        skipped.merge(name + ": " + reason((Element) reasons.item(0)), 1, Integer::sum);
      }
    }
  }

  /** What the test says itself, without what JUnit and AssertJ put around it. */
  private static String reason(Element skipped) {
    String given = skipped.getAttribute("message");
    String text = (given.isEmpty() ? skipped.getTextContent() : given).strip();
    return text.replaceFirst("^org\\.opentest4j\\.TestAbortedException:\\s*", "")
        .replaceFirst("^Assumption failed: ", "")
        .replaceFirst("^assumption was not met due to: \\[(.*)]\\s*", "$1\n")
        .lines()
        .findFirst()
        .orElse("no reason given");
  }

  private static NodeList tests(Path report) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(report.toFile()).getElementsByTagName("testcase");
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("No report of tests: " + report, e);
    }
  }
}
