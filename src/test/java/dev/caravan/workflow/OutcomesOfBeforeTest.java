package dev.caravan.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.worker.Bpmn;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a database of before, whose models say nothing of outcomes, shows after its upgrade. */
class OutcomesOfBeforeTest {

  private static final MigrationVersion BEFORE = MigrationVersion.fromVersion("19");

  @Test
  void processesOfBeforeHaveTheOutcomeThatTheirModelsMeant() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      DataSource database = postgres.getPostgresDatabase();
      JdbcClient jdbc = JdbcClient.create(database);
      ProcessEngine engine = engine(database);
      migrate(database, BEFORE);
      UUID failed = run(engine, jdbc, "deploy-infrastructure", "failed");
      Map<String, UUID> processes =
          Map.of(
              "failed deployment", failed,
              "deployment", run(engine, jdbc, "deploy-infrastructure", "end"),
              "scaling undone", run(engine, jdbc, "scale-infrastructure", "not-scaled"),
              "playbook", run(engine, jdbc, "configure-infrastructure", "not-configured"),
              "check", run(engine, jdbc, "check-infrastructure", "not-repaired"),
              "failed sync", run(engine, jdbc, "sync-fabric", "failed-sync"),
              "by the rule of before", run(engine, jdbc, "of-somebody", "failed-somehow"),
              "of somebody", run(engine, jdbc, "of-somebody", "failed"));
      UUID waiting = start(engine, jdbc, "deploy-infrastructure", WAIT.formatted("failed"));

      migrate(database, MigrationVersion.LATEST);

      assertThat(processes)
          .allSatisfy(
              (what, id) ->
                  assertThat(status(jdbc, id))
                      .as(what)
                      .isEqualTo(
                          what.equals("deployment") || what.equals("of somebody")
                              ? "completed"
                              : "failed"));
      assertThat(new FailureStore(database).find(failed))
          .hasValueSatisfying(
              failure -> assertThat(failure.message()).contains("deploy-infrastructure"));
      String definition =
          engine
              .getRuntimeService()
              .createProcessInstanceQuery()
              .processInstanceId(waiting.toString())
              .singleResult()
              .getProcessDefinitionId();
      assertThat(new FailureStore(database).isFailingEnd(definition, "failed")).isTrue();
      engine.close();
    }
  }

  private static final String WAIT =
      "<startEvent id=\"start\"/><userTask id=\"wait\"/><endEvent name=\"No good\" id=\"%1$s\"/>"
          + Bpmn.flow("start", "wait")
          + "<sequenceFlow id=\"out\" sourceRef=\"wait\" targetRef=\"%1$s\"/>";

  private static UUID run(ProcessEngine engine, JdbcClient jdbc, String workflow, String end) {
    return start(
        engine,
        jdbc,
        workflow,
        "<startEvent id=\"start\"/><endEvent id=\"%s\" name=\"An end\"/>".formatted(end)
            + Bpmn.flow("start", end));
  }

  private static UUID start(
      ProcessEngine engine, JdbcClient jdbc, String workflow, String content) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addBytes(workflow + ".bpmn20.xml", Bpmn.process(workflow, content).getBytes(UTF_8))
        .deploy();
    UUID id = UUID.randomUUID();
    engine
        .getRuntimeService()
        .createProcessInstanceBuilder()
        .processDefinitionKey(workflow)
        .predefineProcessInstanceId(id.toString())
        .start();
    jdbc.sql(
            """
            insert into caravan.process_starts (process_id, form_data, created_by, request_id)
            values (:id, '{}', 'alice', 'request')
            """)
        .param("id", id)
        .update();
    return id;
  }

  private static String status(JdbcClient jdbc, UUID id) {
    return jdbc.sql("select status from caravan.processes where id = :id")
        .param("id", id)
        .query(String.class)
        .single();
  }

  private static ProcessEngine engine(DataSource database) {
    StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
    settings.setDataSource(database);
    settings.setDatabaseSchemaUpdate("true");
    settings.setAsyncExecutorActivate(false);
    settings.setDisableIdmEngine(true);
    settings.setDisableEventRegistry(true);
    return settings.buildProcessEngine();
  }

  private static void migrate(DataSource database, MigrationVersion to) {
    Flyway.configure()
        .dataSource(database)
        .schemas("caravan")
        .locations("classpath:db/migration")
        .target(to)
        .load()
        .migrate();
  }
}
