package dev.caravan.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.caravan.workflow.WorkflowContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One check finds what does not fit before anything runs, in one list. */
class ContentCheckTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);
  private static final String BPMN = "processes/greet-person/greet-person.bpmn20.xml";
  private static final String FORM = "processes/greet-person/form.schema.json";
  private static final String ROUTE = "routes/demo/greet-person.camel.yaml";

  @TempDir private Path folder;

  @BeforeEach
  void theFilesOfTheGuide() throws IOException {
    Guide.writeTo(folder);
  }

  @Test
  void whatCaravanBringsAlongAndWhatTheGuideShowsIsInOrder() {
    ContentCheck.Report report =
        ContentCheck.of(
            new WorkflowContent(List.of("classpath:/", folder.toString())), Clock.systemUTC());

    assertThat(report.problems()).isEmpty();
    assertThat(report.processes()).isGreaterThan(8);
    assertThat(report.routes()).isGreaterThan(50);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(
            BPMN,
            "demo.greet-person",
            "demo.greet-persn",
            10,
            "topic",
            "is 'demo.greet-person' meant?"),
        arguments(
            BPMN,
            "demo.greet-person",
            "demo.wave",
            10,
            "topic",
            "has the topic demo.wave, which no route serves"),
        arguments(
            BPMN,
            "source=\"person\" target=\"person\"",
            "source=\"persn\" target=\"person\"",
            13,
            "variable",
            "reads the variable 'persn', which nothing sets; is 'person' meant?"),
        arguments(
            BPMN,
            "source=\"person\" target=\"greeted\"",
            "source=\"persns\" target=\"greeted\"",
            10,
            "output",
            "takes 'persns' from demo.greet-person, whose route returns only what it is given: [person]; is 'person' meant?"),
        arguments(
            BPMN,
            "<endEvent id=\"end\"",
            "<scriptTask id=\"s\"/><endEvent id=\"end\"",
            18,
            "bpmn",
            "scriptTask"),
        arguments(
            BPMN,
            "<documentation>Writes",
            "<documentation>For ${persons}. Writes",
            11,
            "variable",
            "'persons'"),
        arguments(
            BPMN,
            "<endEvent id=\"end\" name=\"Greeted\"/>",
            "<userTask id=\"end\" flowable:formKey=\"nod\"/>",
            18,
            "form-key",
            "has no $defs/nod"),
        arguments(FORM, "\"person\": {", "\"persons\": {", 13, "variable", "is 'persons' meant?"),
        arguments(FORM, "\"string\"", "\"sting\"", 0, "form", "/properties/person/type"),
        arguments(
            ROUTE,
            "worker:demo.greet-person",
            "worker:demo.greet-persons",
            10,
            "topic",
            "is 'demo.greet-persons' meant?"),
        arguments(ROUTE, "- log:", "- lgo:", 7, "route", "Unknown node id: lgo"),
        arguments(ROUTE, "steps:", "stepz:", 7, "route", "Unsupported field: stepz"),
        arguments(ROUTE, "    from:", "   from:", 4, "yaml-syntax", "line 4"),
        arguments(ROUTE, "- route:", "route:", 1, "route", "holds no list"),
        arguments(
            ROUTE,
            "- log: \"Hello, ${body[person]}!\"",
            "- to: direct:netbox.cal",
            7,
            "route-call",
            "'direct:netbox.cal'"),
        arguments(
            ROUTE,
            "    from:",
            "    routeConfigurationId: outside-systm\n    from:",
            4,
            "route-call",
            "outside-systm"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void findsWhatDoesNotFit(
      String file, String right, String wrong, int line, String rule, String words)
      throws IOException {
    change(file, right, wrong);

    assertThat(check())
        .filteredOn(problem -> !problem.warning() && problem.rule().equals(rule))
        .anySatisfy(
            problem -> {
              assertThat(problem.line()).isEqualTo(line);
              assertThat(problem.message()).contains(words);
            });
  }

  @Test
  void tellsAllAtOnce() throws IOException {
    change(BPMN, "isExecutable=\"true\"", "isExecutable=\"no\"");
    change(FORM, "\"string\"", "\"sting\"");
    Files.writeString(folder.resolve("routes/demo/one.camel.yaml"), "- rute: {}\n");
    Files.writeString(folder.resolve("routes/demo/two.camel.yaml"), "- {}: [\n");

    assertThat(check().stream().map(ContentProblem::rule))
        .contains("bpmn", "form", "route", "yaml-syntax");
  }

  @Test
  void filesThatAreNotReadAreTold() throws IOException {
    for (String file :
        List.of(
            "processes/wave/wave.bpmn",
            "processes/hop.bpmn20.xml",
            "processes/greet-person/form.json",
            "processes/greet-person/greet-person.bpmn",
            "routes/demo/wave.yaml",
            "routes/demo/greet-person.yml",
            "routes/demo/README.md")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), "");
    }

    assertThat(check())
        .filteredOn(problem -> problem.rule().equals("not-read"))
        .extracting(
            problem -> folder.relativize(Path.of(problem.file())).toString(),
            ContentProblem::warning,
            ContentProblem::remedy)
        .containsExactlyInAnyOrder(
            tuple("processes/wave/wave.bpmn", false, "Call it processes/wave/wave.bpmn20.xml"),
            tuple("processes/hop.bpmn20.xml", false, "Call it processes/hop/hop.bpmn20.xml"),
            tuple(
                "processes/greet-person/form.json",
                true,
                "Remove it: processes/greet-person/form.schema.json is read"),
            tuple(
                "processes/greet-person/greet-person.bpmn",
                true,
                "Remove it: processes/greet-person/greet-person.bpmn20.xml is read"),
            tuple("routes/demo/wave.yaml", false, "Call it routes/demo/wave.camel.yaml"),
            tuple(
                "routes/demo/greet-person.yml",
                true,
                "Remove it: routes/demo/greet-person.camel.yaml is read"));
  }

  @Test
  void whatRunsAllTheSameIsAWarning() throws IOException {
    change(BPMN, "demo.greet-person", "switches.greet");
    change(
        BPMN,
        "<bpmndi:BPMNEdge id=\"to-end-edge\" bpmnElement=\"to-end\">",
        "<bpmndi:BPMNEdge id=\"to-end-edge\" bpmnElement=\"to-greet\">");
    Files.delete(folder.resolve(FORM));
    change(BPMN, "<flowable:externalWorkerInParameter source=\"person\" target=\"person\"/>", "");
    change(
        BPMN, "flowable:exclusive", "flowable:doNotIncludeVariables=\"true\" flowable:exclusive");

    assertThat(check())
        .allMatch(ContentProblem::warning)
        .extracting(ContentProblem::rule)
        .containsExactlyInAnyOrder("topic", "layout", "form-missing");
    change(BPMN, "name=\"Say hello\"", "name=\"Say hello\" caravan:route=\"elsewhere\"");
    change(BPMN, "xmlns:flowable", "xmlns:caravan=\"https://caravan.dev/bpmn\" xmlns:flowable");
    assertThat(check()).extracting(ContentProblem::rule).doesNotContain("topic");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "timeDuration,-PT5S,false",
        "timeDuration,PT0S,false",
        "timeDuration,5 minutes,false",
        "timeDuration,R3/PT5S,false",
        "timeDuration,P1M,true",
        "timeDuration,${person},true",
        "timeDuration,${persn},false",
        "timeCycle,R/PT0S,false",
        "timeCycle,R3/PT10M,true",
        "timeCycle,every day,false",
        "timeDate,tomorrow,false",
        "timeDate,2026-02-30T00:00:00Z,false",
        "timeDate,2020-01-01T00:00:00Z,false",
        "timeDate,2030-01-01T00:00:00+01:00,true",
      })
  void timersThatCannotBeAreFound(String kind, String value, boolean right) throws IOException {
    change(
        BPMN,
        "<endEvent id=\"end\" name=\"Greeted\"/>",
        "<intermediateCatchEvent id=\"end\"><timerEventDefinition><%s>%s</%s></timerEventDefinition></intermediateCatchEvent>"
            .formatted(kind, value, kind));

    assertThat(check().isEmpty()).as(check().toString()).isEqualTo(right);
  }

  private void change(String file, String right, String wrong) throws IOException {
    String before = Files.readString(folder.resolve(file));
    assertThat(before).contains(right);
    Files.writeString(folder.resolve(file), before.replace(right, wrong));
  }

  private List<ContentProblem> check() {
    return ContentCheck.of(new WorkflowContent(List.of("file:" + folder)), CLOCK).problems();
  }
}
