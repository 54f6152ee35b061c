package dev.caravan.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.caravan.bpmn.BpmnGuard;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flowable.bpmn.model.BpmnModel;
import org.flowable.bpmn.model.ExternalWorkerServiceTask;
import org.flowable.bpmn.model.IOParameter;
import org.flowable.common.engine.api.FlowableException;
import org.flowable.common.engine.api.FlowableIllegalArgumentException;
import org.flowable.common.engine.impl.scripting.ScriptEngineRequest;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.RepositoryService;
import org.flowable.spring.SpringProcessEngineConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The guard in a real engine, by the engine's own API. */
class WorkflowGateTest {

  private static EmbeddedPostgres postgres;
  private static ProcessEngine engine;
  private static RepositoryService repository;
  private static SpringProcessEngineConfiguration settings;

  @BeforeAll
  static void startEngine() throws IOException {
    postgres = EmbeddedPostgres.start();
    StaticApplicationContext beans = new StaticApplicationContext();
    beans.registerSingleton("reachable", Object.class);
    beans.refresh();
    settings = new SpringProcessEngineConfiguration();
    settings.setApplicationContext(beans);
    settings.setDataSource(postgres.getPostgresDatabase());
    settings.setTransactionManager(
        new DataSourceTransactionManager(postgres.getPostgresDatabase()));
    settings.setDatabaseSchemaUpdate("true");
    settings.setDisableIdmEngine(true);
    settings.setDisableEventRegistry(true);
    FailureStore failures = new FailureStore(postgres.getPostgresDatabase());
    new WorkflowEngineSettings(
            new WorkflowGate(new BpmnGuard()),
            new WorkflowOutcomes(failures),
            new UncaughtErrors(failures))
        .configure(settings);
    engine = settings.buildProcessEngine();
    repository = engine.getRepositoryService();
  }

  @AfterAll
  static void stopEngine() throws IOException {
    engine.close();
    postgres.close();
  }

  static List<Path> hostileFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/hostile"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("hostileFiles")
  void letsNoHostileFileIntoTheEngine(Path file) {
    assertThatThrownBy(() -> deploy(file.getFileName().toString(), Files.readString(file)))
        .isInstanceOf(FlowableIllegalArgumentException.class)
        .hasMessageContaining("cannot be deployed");

    assertThat(repository.createProcessDefinitionQuery().processDefinitionKey(id(file)).count())
        .isZero();
    assertThat(repository.createDeploymentQuery().deploymentName(file.toString()).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.bpmn",
        "evil.form",
        "evil.app",
        "evil.dmn",
        "evil.jar",
        "sub/form.schema.json"
      })
  void refusesOtherKindsOfFiles(String name) {
    assertThatThrownBy(() -> deploy(name, "{}"))
        .isInstanceOf(FlowableIllegalArgumentException.class)
        .extracting(refused -> ((WorkflowGate.Refused) refused).refusal().details().toString())
        .asString()
        .contains(name);
  }

  @Test
  void refusesAFormThatIsNoJsonSchema() {
    assertThatThrownBy(() -> deploy("form.schema.json", "{\"type\": \"elephant\"}"))
        .isInstanceOf(FlowableIllegalArgumentException.class)
        .hasMessageContaining("no usable JSON Schema");
  }

  @Test
  void theEngineReadsDeclaredInputsAndOutputs() throws IOException {
    String file = "onboard-switch.bpmn20.xml";
    deploy(file, Files.readString(Path.of("src/test/resources/harmless", file)));

    BpmnModel model = repository.getBpmnModel(definitionId("onboard-switch"));
    ExternalWorkerServiceTask build = (ExternalWorkerServiceTask) model.getFlowElement("build");
    assertThat(build.getTopic()).isEqualTo("openstack.create-server");
    assertThat(build.isExclusive()).isFalse();
    assertThat(build.getInParameters())
        .extracting(IOParameter::getSource, IOParameter::getTarget)
        .containsExactly(tuple("vendor", "maker"));
    assertThat(build.getOutParameters())
        .extracting(IOParameter::getSource)
        .containsExactly("server_id");
    ExternalWorkerServiceTask delete = (ExternalWorkerServiceTask) model.getFlowElement("delete");
    assertThat(delete.isDoNotIncludeVariables()).isTrue();
    assertThat(delete.getInParameters()).isEmpty();
  }

  @Test
  void expressionsReachVariablesButNoBeans() {
    deploy("choose.bpmn20.xml", choosing("choose", "reachable != null"));

    assertThatThrownBy(() -> engine.getRuntimeService().startProcessInstanceByKey("choose"))
        .isInstanceOf(FlowableException.class)
        .hasMessageContaining("Unknown property used in expression");
    assertThat(
            engine
                .getRuntimeService()
                .startProcessInstanceByKey("choose", Map.of("reachable", "as a variable"))
                .isEnded())
        .isTrue();
  }

  @Test
  void runsNoScripts() {
    assertThatThrownBy(
            () ->
                settings
                    .getScriptingEngines()
                    .evaluate(ScriptEngineRequest.builder().script("1").language("js").build()))
        .hasMessageContaining("switched off");
  }

  private static void deploy(String name, String text) {
    repository.createDeployment().name(name).addString(name, text).deploy();
  }

  private static String definitionId(String key) {
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey(key)
        .latestVersion()
        .singleResult()
        .getId();
  }

  private static String id(Path file) {
    return file.getFileName().toString().replace(".bpmn20.xml", "");
  }

  private static String choosing(String id, String condition) {
    return """
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
      <process id="%s">
        <startEvent id="start"/>
        <sequenceFlow id="in" sourceRef="start" targetRef="which"/>
        <exclusiveGateway id="which" default="other"/>
        <sequenceFlow id="other" sourceRef="which" targetRef="end"/>
        <sequenceFlow id="out" sourceRef="which" targetRef="end">
          <conditionExpression>${%s}</conditionExpression>
        </sequenceFlow>
        <endEvent id="end"/>
      </process>
    </definitions>
    """
        .formatted(id, condition);
  }
}
