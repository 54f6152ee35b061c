package dev.caravan.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.Caravan;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.flowable.engine.repository.ProcessDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.util.FileSystemUtils;

/** Workflows from a folder of their own, in a running application. */
@SpringBootTest(classes = Caravan.class)
@AutoConfigureMockMvc
@Import(WorkflowsTest.Checks.class)
class WorkflowsTest {

  private static final JsonNode NO_FORM = JsonNodeFactory.instance.objectNode();
  private static final UUID PROCESS = UUID.randomUUID();

  private static final String KEY = "key-of-the-workflows-test-0123456789abcdef";
  private static final Path CONTENT = temporaryFolder();

  @DynamicPropertySource
  static void ownContent(DynamicPropertyRegistry properties) throws IOException {
    write("water-plants", "Water the plants", "plants.water");
    write("feed-cat", "Feed the cat", "cat.feed");
    properties.add("caravan.data-dir", () -> CONTENT.resolve("data").toString());
    properties.add("caravan.security.bootstrap-api-key", () -> KEY);
    properties.add("caravan.content.locations", () -> "file:" + CONTENT + ",file:/absent/");
  }

  @TestConfiguration
  static class Checks {
    @Bean
    StartCheck noTigers() {
      return new StartCheck() {
        @Override
        public String workflow() {
          return "feed-cat";
        }

        @Override
        public List<InputProblem> check(UUID process, JsonNode form) {
          return form.path("kind").asText().equals("tiger")
              ? List.of(new InputProblem("/kind", "is no cat for this house"))
              : List.of();
        }
      };
    }
  }

  @Autowired WorkflowDeployer deployer;
  @Autowired WorkflowStore store;
  @Autowired WorkflowForms forms;
  @Autowired Processes processes;
  @Autowired ProcessReader reader;
  @Autowired MockMvc http;
  @Autowired ObjectMapper json;

  @BeforeEach
  void repairContent() throws IOException {
    write("feed-cat", "Feed the cat", "cat.feed");
    deployer.afterSingletonsInstantiated();
  }

  @Test
  void listsWhatWasDeployedAtStart() throws Exception {
    JsonNode list = json.readTree(ask(get("/api/v1/workflows")).getContentAsString());

    assertThat(list.path("next").isNull()).isTrue();
    assertThat(list.at("/items/0/name").asText()).isEqualTo("feed-cat");
    assertThat(list.at("/items/1/name").asText()).isEqualTo("water-plants");
    assertThat(list.at("/items/1/title").asText()).isEqualTo("Water the plants");
    assertThat(list.at("/items/1/description").asText()).isEqualTo("About Water the plants");
    assertThat(list.at("/items/0/status").asText()).isEqualTo("active");
    assertThat(list.at("/items/0/steps/0/topic").asText()).isEqualTo("cat.feed");
    assertThat(list.at("/items/0/deployed_at").asText()).endsWith("Z");
  }

  @Test
  void listsPageByPage() throws Exception {
    JsonNode first = json.readTree(ask(get("/api/v1/workflows?limit=1")).getContentAsString());
    String next = first.path("next").asText();
    JsonNode second = json.readTree(ask(get(next)).getContentAsString());

    assertThat(first.path("items")).hasSize(1);
    assertThat(first.at("/items/0/name").asText()).isEqualTo("feed-cat");
    assertThat(second.at("/items/0/name").asText()).isEqualTo("water-plants");
  }

  @Test
  void answersNotModifiedWhereTheVersionIsKnown() throws Exception {
    String tag = ask(get("/api/v1/workflows/water-plants")).getHeader("ETag");

    assertThat(tag).isEqualTo("\"water-plants-1\"");
    assertThat(ask(get("/api/v1/workflows/water-plants").header("If-None-Match", tag)).getStatus())
        .isEqualTo(304);
  }

  @Test
  void showsTheForm() throws Exception {
    JsonNode form = json.readTree(ask(get("/api/v1/workflows/feed-cat/form")).getContentAsString());

    assertThat(form.at("/properties/kind/default").asText()).isEqualTo("siamese");
  }

  @Test
  void showsTheDiagramAsBpmnAndAsAPicture() throws Exception {
    String address = "/api/v1/workflows/feed-cat/diagram";
    MockHttpServletResponse bpmn = ask(get(address));
    MockHttpServletResponse picture = ask(get(address).header("Accept", "image/svg+xml"));

    assertThat(bpmn.getContentType()).startsWith("application/xml");
    assertThat(bpmn.getContentAsString()).isEqualTo(bpmn("feed-cat", "Feed the cat", "cat.feed"));
    assertThat(picture.getContentType()).startsWith("image/svg+xml");
    assertThat(picture.getContentAsString()).startsWith("<svg").contains(">Feed the cat<");
  }

  @Test
  void anUnchangedFileMakesNoVersionAndAChangedOneMakesItsOwn() throws IOException {
    int cat = version("feed-cat");
    int plants = version("water-plants");

    deployer.afterSingletonsInstantiated();
    assertThat(version("feed-cat")).isEqualTo(cat);

    write("feed-cat", "Feed the cat well", "cat.feed");
    deployer.afterSingletonsInstantiated();
    assertThat(version("feed-cat")).isEqualTo(cat + 1);
    assertThat(version("water-plants")).isEqualTo(plants);
  }

  @Test
  void aBrokenFileStopsTheStartAndNamesFileLineAndReason() throws IOException {
    int before = version("feed-cat");
    Path folder = CONTENT.resolve("processes/feed-cat");
    Files.writeString(
        folder.resolve("feed-cat.bpmn20.xml"),
        bpmn("feed-cat", "Feed", "cat.feed")
            .replace("<serviceTask", "<scriptTask/>\n<serviceTask"));
    Files.writeString(
        CONTENT.resolve("processes/water-plants/form.schema.json"), "{\"type\": \"plant\"}");

    assertThatThrownBy(deployer::afterSingletonsInstantiated)
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("Caravan does not start")
        .hasMessageContaining("processes/feed-cat/feed-cat.bpmn20.xml line 7: scriptTask")
        .hasMessageContaining("processes/water-plants/form.schema.json /type:");

    assertThat(version("feed-cat")).isEqualTo(before);
    write("water-plants", "Water the plants", "plants.water");
  }

  @Test
  void aFileThatTheEngineCannotReadStopsTheStartToo() throws IOException {
    Files.writeString(
        CONTENT.resolve("processes/feed-cat/feed-cat.bpmn20.xml"),
        bpmn("feed-cat", "Feed", "cat.feed")
            .replace("<endEvent", "<exclusiveGateway id=\"other\"/><endEvent"));

    assertThatThrownBy(deployer::afterSingletonsInstantiated)
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("processes/feed-cat/feed-cat.bpmn20.xml: ")
        .hasMessageContaining("id = other");
  }

  @Test
  void formDataIsCheckedBySchemaAndByModules() {
    assertThat(
            forms.checked(PROCESS, "feed-cat", JsonNodeFactory.instance.objectNode()).path("kind"))
        .isEqualTo(JsonNodeFactory.instance.textNode("siamese"));
    assertThatThrownBy(
            () ->
                forms.checked(
                    PROCESS,
                    "feed-cat",
                    JsonNodeFactory.instance.objectNode().put("kind", "tiger")))
        .isInstanceOf(PermanentFailure.class)
        .extracting(failure -> ((PermanentFailure) failure).details().get("errors"))
        .isEqualTo(List.of(new InputProblem("/kind", "is no cat for this house")));
  }

  @Test
  void namesTheWorkflowsThatThereAreWhenAskedForAnother() {
    assertThatThrownBy(() -> store.get("feed-dog"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("There is no workflow named 'feed-dog'; there are [feed-cat");
  }

  @Test
  void aWorkflowWhoseFileIsGoneIsRetiredAtTheStartAndComesBackWithIt() throws Exception {
    write("walk-dog", "Walk the dog", "dog.walk");
    deployer.afterSingletonsInstantiated();
    String tag = ask(get("/api/v1/workflows/walk-dog")).getHeader("ETag");
    UUID runs = processes.start("walk-dog", NO_FORM, "alice", "request-1");

    remove("walk-dog");
    deployer.afterSingletonsInstantiated();

    assertThat(names("/api/v1/workflows")).contains("feed-cat").doesNotContain("walk-dog");
    assertThat(names("/api/v1/workflows?status=retired"))
        .contains("walk-dog")
        .doesNotContain("feed-cat");
    MockHttpServletResponse view =
        ask(get("/api/v1/workflows/walk-dog").header("If-None-Match", tag));
    assertThat(view.getStatus()).isEqualTo(200);
    assertThat(view.getContentAsString()).contains("\"status\":\"retired\"");
    MockHttpServletResponse refused = start("walk-dog");
    assertThat(refused.getStatus()).isEqualTo(409);
    assertThat(refused.getContentAsString()).contains("walk-dog is retired and cannot be started");
    assertThat(start("sing").getContentAsString()).contains("no workflow named 'sing'", "feed-cat");
    assertThat(start("sing").getContentAsString()).doesNotContain("walk-dog");
    assertThat(reader.get(runs).completedAt()).isNull();

    write("walk-dog", "Walk the dog", "dog.walk");
    deployer.afterSingletonsInstantiated();

    assertThat(version("walk-dog")).isEqualTo(1);
    assertThat(start("walk-dog").getStatus()).isEqualTo(202);
    remove("walk-dog");
  }

  @Test
  void anAdminRetiresAWorkflowOnceNothingRunsOfIt() throws Exception {
    write("brush-horse", "Brush the horse", "horse.brush");
    deployer.afterSingletonsInstantiated();
    UUID runs = processes.start("brush-horse", NO_FORM, "alice", "request-1");

    MockHttpServletResponse refused = ask(delete("/api/v1/workflows/brush-horse"));
    assertThat(refused.getStatus()).isEqualTo(409);
    assertThat(refused.getContentAsString()).contains("1 of its processes run");
    assertThat(names("/api/v1/workflows")).contains("brush-horse");

    assertThat(ask(delete("/api/v1/workflows/brush-horse?cancel=true")).getStatus()).isEqualTo(200);
    assertThat(ask(delete("/api/v1/workflows/brush-horse")).getStatus()).isEqualTo(200);
    assertThat(reader.get(runs).status()).isEqualTo("cancelled");
    assertThat(start("brush-horse").getStatus()).isEqualTo(409);
    assertThat(ask(delete("/api/v1/workflows/sing")).getStatus()).isEqualTo(404);
    remove("brush-horse");
  }

  @Test
  void whatOthersCallIsNotRetiredAndStaysAsItWas() throws Exception {
    write("polish-shoes", "Polish the shoes", "shoes.polish");
    write(
        "get-ready",
        bpmn("get-ready", "Get ready", "unused")
            .replaceFirst(
                "(?s)<serviceTask.*?/>",
                "<callActivity id=\"step\" calledElement=\"polish-shoes\"/>"));
    deployer.afterSingletonsInstantiated();
    UUID caller = processes.start("get-ready", NO_FORM, "alice", "request-1");

    MockHttpServletResponse refused = ask(delete("/api/v1/workflows/polish-shoes?cancel=true"));

    assertThat(refused.getStatus()).isEqualTo(409);
    assertThat(refused.getContentAsString()).contains("1 of its processes are called by others");
    assertThat(names("/api/v1/workflows")).contains("polish-shoes");
    assertThat(reader.get(caller).completedAt()).isNull();

    assertThat(ask(delete("/api/v1/workflows/get-ready?cancel=true")).getStatus()).isEqualTo(200);
    assertThat(ask(delete("/api/v1/workflows/polish-shoes")).getStatus()).isEqualTo(200);
    remove("polish-shoes");
    remove("get-ready");
  }

  private List<String> names(String path) throws Exception {
    return json
        .readTree(ask(get(path)).getContentAsString())
        .path("items")
        .findValuesAsText("name")
        .stream()
        .filter(name -> name.contains("-"))
        .toList();
  }

  private MockHttpServletResponse start(String name) throws Exception {
    return ask(post("/api/v1/workflows/" + name).contentType("application/json").content("{}"));
  }

  private static void remove(String name) throws IOException {
    FileSystemUtils.deleteRecursively(CONTENT.resolve("processes").resolve(name));
  }

  private MockHttpServletResponse ask(MockHttpServletRequestBuilder request) throws Exception {
    return http.perform(request.header("X-API-Key", KEY)).andReturn().getResponse();
  }

  private int version(String name) {
    return store.find(name).map(ProcessDefinition::getVersion).orElse(0);
  }

  private static void write(String name, String title, String topic) throws IOException {
    write(name, bpmn(name, title, topic));
  }

  private static void write(String name, String bpmn) throws IOException {
    Path folder = Files.createDirectories(CONTENT.resolve("processes").resolve(name));
    Files.write(folder.resolve(name + ".bpmn20.xml"), bpmn.getBytes(UTF_8));
    Files.writeString(
        folder.resolve("form.schema.json"),
        """
        {"type": "object", "additionalProperties": false,
         "properties": {"kind": {"type": "string", "default": "siamese"}}}
        """);
  }

  private static String bpmn(String name, String title, String topic) {
    return """
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:flowable="http://flowable.org/bpmn"
        xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="x">
      <process id="%s" name="%s">
        <documentation>About %s</documentation>
        <startEvent id="start"/>
        <sequenceFlow id="in" sourceRef="start" targetRef="step"/>
        <serviceTask id="step" name="%s" flowable:type="external-worker" flowable:topic="%s" flowable:exclusive="false"
            flowable:doNotIncludeVariables="true"/>
        <sequenceFlow id="out" sourceRef="step" targetRef="end"/>
        <endEvent id="end"/>
      </process>
      <bpmndi:BPMNDiagram>
        <bpmndi:BPMNPlane>
          <bpmndi:BPMNShape bpmnElement="step"><dc:Bounds x="10" y="10" width="120" height="80"/></bpmndi:BPMNShape>
        </bpmndi:BPMNPlane>
      </bpmndi:BPMNDiagram>
    </definitions>
    """
        .formatted(name, title, title, title, topic);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "content");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
