package dev.caravan.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bpmn.BpmnDrawing;
import dev.caravan.bpmn.BpmnGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Every process can be read by an analyst and run by what is there. */
class ProcessContentTest {

  private static final int MOST_TASKS = 15;
  private static final Set<String> TECHNICAL =
      Set.of(
          "http", "api", "json", "rest", "post", "sql", "bean", "topic", "bpmn", "camel", "uuid");
  private static final Pattern FRAME = Pattern.compile("viewBox=\"(\\S+) (\\S+) (\\S+) (\\S+)\"");
  private static final Pattern POINT = Pattern.compile("(-?[\\d.]+),(-?[\\d.]+)(?=[ \"])");
  private static final Pattern WORDS = Pattern.compile("[^A-Za-z]+");

  static List<ProcessFile> processes() {
    return ProcessFile.readAll();
  }

  @ParameterizedTest
  @MethodSource("processes")
  void isCalledAsItsFolderAndMayBeDeployed(ProcessFile file) throws IOException {
    assertThat(file.workflow()).isEqualTo(file.folder());
    assertThat(file.workflow()).matches("[a-z]+(-[a-z]+)+");

    new BpmnGuard().requireSafe(file.toString(), Files.readAllBytes(file.path()));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void eachTopicHasItsRoute(ProcessFile file) {
    for (String topic : file.topics()) {
      String path = topic.replaceFirst("\\.", "/") + ".camel.yaml";
      assertThat(RouteFile.find(path)).as("%s: the route of %s", file, topic).exists();
      assertThat(RouteFile.read(RouteFile.find(path)).routes())
          .as("%s: the route of %s", file, topic)
          .singleElement()
          .satisfies(route -> assertThat(RouteFile.id(route)).isEqualTo(topic))
          .satisfies(route -> assertThat(RouteFile.from(route)).isEqualTo("worker:" + topic));
    }
  }

  @ParameterizedTest
  @MethodSource("processes")
  void isDescribedFromEndToEnd(ProcessFile file) {
    assertThat(file.process().getAttribute("name")).isNotBlank();
    assertThat(ProcessFile.documentation(file.process())).isNotBlank();
    assertThat(file.nodes()).allSatisfy(node -> assertThat(node.getAttribute("name")).isNotBlank());
    assertThat(file.tasks())
        .allSatisfy(task -> assertThat(ProcessFile.documentation(task)).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("processes")
  void labelsAreWordsOfItsReaders(ProcessFile file) {
    assertThat(file.nodes())
        .allSatisfy(
            node ->
                assertThat(WORDS.split(node.getAttribute("name").toLowerCase(Locale.ROOT), -1))
                    .doesNotContainAnyElementsOf(TECHNICAL));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void saysWhichWayItGoes(ProcessFile file) {
    for (Element gateway : file.elements("exclusiveGateway")) {
      List<Element> ways =
          file.flows().stream()
              .filter(flow -> flow.getAttribute("sourceRef").equals(gateway.getAttribute("id")))
              .toList();
      if (ways.size() > 1) {
        assertThat(ways).allSatisfy(way -> assertThat(way.getAttribute("name")).isNotBlank());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("processes")
  void isDrawnWhole(ProcessFile file) throws IOException {
    Set<String> drawn = file.drawn();

    assertThat(file.nodes())
        .allSatisfy(node -> assertThat(drawn).contains(node.getAttribute("id")));
    assertThat(file.flows())
        .allSatisfy(flow -> assertThat(drawn).contains(flow.getAttribute("id")));
    assertThat(new String(BpmnDrawing.svg(Files.readAllBytes(file.path())), UTF_8))
        .contains("<rect");
  }

  @ParameterizedTest
  @MethodSource("processes")
  void exclusiveGatewaysShowTheirMarkerInAnyModeler(ProcessFile file) throws IOException {
    String xml = Files.readString(file.path());

    assertThat(file.elements("exclusiveGateway"))
        .allSatisfy(
            gateway ->
                assertThat(xml)
                    .containsPattern(
                        "bpmnElement=\"%s\" isMarkerVisible=\"true\""
                            .formatted(gateway.getAttribute("id"))));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void eachFlowIsInsideOfThePicture(ProcessFile file) throws IOException {
    String svg = new String(BpmnDrawing.svg(Files.readAllBytes(file.path())), UTF_8);
    Matcher frame = FRAME.matcher(svg);
    assertThat(frame.find()).isTrue();
    double left = Double.parseDouble(frame.group(1));
    double top = Double.parseDouble(frame.group(2));
    double right = left + Double.parseDouble(frame.group(3));
    double bottom = top + Double.parseDouble(frame.group(4));

    assertThat(POINT.matcher(svg).results().toList())
        .isNotEmpty()
        .allSatisfy(
            point -> {
              assertThat(Double.parseDouble(point.group(1))).isBetween(left, right);
              assertThat(Double.parseDouble(point.group(2))).isBetween(top, bottom);
            });
  }

  /** Whoever draws an end that only an error or a limit leads to says what such a process is. */
  @ParameterizedTest
  @MethodSource("processes")
  void anEndThatOnlyABoundaryEventLeadsToStatesItsOutcome(ProcessFile file) {
    Set<String> usual = file.reachedByFlowsAlone();

    assertThat(file.ends()).isNotEmpty();
    assertThat(file.ends())
        .filteredOn(end -> !usual.contains(end.getAttribute("id")))
        .allSatisfy(
            end ->
                assertThat(ProcessFile.outcome(end))
                    .as("%s: caravan:outcome of %s", file.workflow(), end.getAttribute("id"))
                    .isIn("completed", "failed"));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void isShortEnoughForOneLook(ProcessFile file) {
    assertThat(file.tasks()).hasSizeBetween(1, MOST_TASKS);
  }
}
