package dev.caravan.bpmn;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BpmnGuardTest {

  private static final Path HOSTILE = Path.of("src/test/resources/hostile");
  private static final Path HARMLESS = Path.of("src/test/resources/harmless");
  private static final Pattern REFUSED = Pattern.compile("refused: (.*?) -->", Pattern.DOTALL);

  private final BpmnGuard guard = new BpmnGuard();

  static List<Path> hostileFiles() throws IOException {
    try (Stream<Path> files = Files.list(HOSTILE)) {
      return files.sorted().toList();
    }
  }

  static List<Path> harmlessFiles() throws IOException {
    try (Stream<Path> files = Files.list(HARMLESS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("hostileFiles")
  void refusesForTheReasonThatTheFileNames(Path file) throws IOException {
    String xml = Files.readString(file);
    Matcher refused = REFUSED.matcher(xml);
    assertThat(refused.find()).as("%s says why it is refused", file).isTrue();

    assertThat(guard.problems(file.getFileName().toString(), xml.getBytes(UTF_8)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isPositive())
        .satisfies(problem -> assertThat(problem.message()).contains(refused.group(1)));
  }

  @ParameterizedTest
  @MethodSource("harmlessFiles")
  void acceptsWhatModelersWrite(Path file) throws IOException {
    assertThat(guard.problems(file.getFileName().toString(), Files.readAllBytes(file))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://camunda.org/schema/zeebe/1.0,Camunda 8 (Zeebe),FEEL",
    "http://camunda.org/schema/1.0/bpmn,Camunda 7,camunda:topic",
    "http://flowable.org/design,Flowable Design,http://flowable.org/design",
    "http://activiti.org/bpmn,Activiti,activiti:class",
  })
  void aFileOfAnotherEngineIsToldInOneLineWithWhatToChange(
      String namespace, String title, String change) {
    String xml =
        plain("other")
            .replace("<definitions", "<definitions xmlns:o=\"%s\"".formatted(namespace))
            .replace(
                "<endEvent id=\"end\"/>",
                "<serviceTask id=\"s\" o:type=\"external\" o:topic=\"x\"/><endEvent id=\"end\"/>");

    assertThat(guard.problems("other.bpmn20.xml", xml.getBytes(UTF_8)))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains("is written for " + title + ", not for Caravan")
                    .contains(change));
  }

  @Test
  void namesEveryProblemAtOnceWithItsLine() {
    String xml =
        plain("many")
            .replace("<endEvent id=\"end\"/>", "<endEvent id=\"end\" onEnd=\"x\"/><scriptTask/>\n");

    assertThatThrownBy(() -> guard.requireSafe("many.bpmn20.xml", xml.getBytes(UTF_8)))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("many.bpmn20.xml line 6")
        .hasMessageContaining("(and 1 more)")
        .extracting(failure -> ((PermanentFailure) failure).details().toString())
        .asString()
        .contains("/definitions/process/endEvent/@onEnd", "/definitions/process/scriptTask");
  }

  @Test
  void refusesAFileThatIsNotCalledAsItsProcess() {
    assertThat(guard.problems("other.bpmn20.xml", plain("one").getBytes(UTF_8)))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("must have the id 'other'"));
  }

  @Test
  void refusesAFileOfMoreThanAMillionBytes() {
    String xml = plain("large") + " ".repeat(BpmnReader.MAX_BYTES);

    assertThat(guard.problems("large.bpmn20.xml", xml.getBytes(UTF_8)))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("more than 1000000 bytes"));
  }

  @Test
  void refusesAFileThatIsNotUtf8() {
    byte[] xml = "<definitions name=\"\u00e9\"/>".getBytes(UTF_16);

    assertThat(guard.problems("a.bpmn20.xml", xml))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("not UTF-8"));
  }

  @Test
  void refusesNestingWithoutEnd() {
    String xml = "<a>".repeat(100_000);

    assertThat(guard.problems("deep.bpmn20.xml", xml.getBytes(UTF_8)))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("nested deeper than"));
  }

  private static String plain(String id) {
    return """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
          <process id="%s">
            <startEvent id="start"/>
            <sequenceFlow id="flow" sourceRef="start" targetRef="end"/>

            <endEvent id="end"/>
          </process>
        </definitions>
        """
        .formatted(id);
  }
}
