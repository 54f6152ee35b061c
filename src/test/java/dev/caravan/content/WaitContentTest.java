package dev.caravan.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No process waits for ever: each wait has a limit, which says for whom it waits. */
class WaitContentTest {

  private static final String TIMER =
      "<documentation>%s</documentation><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";

  @TempDir private Path folder;

  static List<ProcessFile> processes() {
    return ProcessFile.readAll();
  }

  @ParameterizedTest
  @MethodSource("processes")
  void eachWaitHasALimitThatNamesWhomItWaitsFor(ProcessFile file) {
    assertThat(new Waits(file).withoutLimit()).as(file.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"userTask", "receiveTask"})
  void aTaskNeedsATimerThatEndsIt(String kind) throws IOException {
    String task = "<%s id=\"ask\"/>".formatted(kind);
    String limit = "<boundaryEvent id=\"late\" attachedToRef=\"ask\"%s>%s</boundaryEvent>";

    assertThat(problems(task)).containsExactly("ask waits without a limit");
    assertThat(problems(task + limit.formatted("", TIMER.formatted("Too late."))))
        .containsExactly("late does not say for whom ask waits");
    assertThat(problems(task + limit.formatted("", TIMER.formatted("Waits for an operator."))))
        .isEmpty();
    assertThat(
            problems(
                task
                    + limit.formatted(
                        " cancelActivity=\"false\"", TIMER.formatted("Waits for an operator."))))
        .containsExactly("ask waits without a limit");
  }

  @Test
  void anEventNeedsATimerBesideItWhicheverWayLeadsThere() throws IOException {
    String wait =
        """
        <startEvent id="start"/><eventBasedGateway id="either"/>
        <intermediateCatchEvent id="come"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <intermediateCatchEvent id="late">%s</intermediateCatchEvent>
        <sequenceFlow id="a" sourceRef="start" targetRef="either"/>
        <sequenceFlow id="b" sourceRef="either" targetRef="come"/>
        <sequenceFlow id="c" sourceRef="either" targetRef="late"/>
        """
            .formatted(TIMER.formatted("Waits for the cloud."));

    assertThat(problems(wait)).isEmpty();
    assertThat(problems(wait + "<sequenceFlow id=\"d\" sourceRef=\"start\" targetRef=\"come\"/>"))
        .containsExactly("come waits without a limit");
  }

  private List<String> problems(String content) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("model.bpmn20.xml"),
            "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\">%s</process></definitions>"
                .formatted(content));
    return new Waits(ProcessFile.read(file)).withoutLimit();
  }
}
