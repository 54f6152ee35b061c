package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.openstack.SandboxOpenStack;
import dev.caravan.sandbox.openstack.Settings;
import dev.caravan.story.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Servers as an operator has them configured, by playbooks that a stand-in for Ansible runs. */
@ExtendWith(OutputCaptureExtension.class)
class ConfigureStoryTest extends ConfiguredDeployments {

  private static final SandboxOpenStack OPENSTACK = SandboxOpenStack.start(0, Settings.quick());
  private static final StandIn ANSIBLE = new StandIn();
  private static final Duration A_WHILE = Duration.ofSeconds(60);
  private static final String SECRET = "swordfish-4711";

  @Autowired JdbcClient jdbc;

  @DynamicPropertySource
  static void simulatedCloudAndStandIn(DynamicPropertyRegistry properties) {
    properties.add(
        "caravan.openstack.clouds-file", () -> CloudOfTests.cloudsYaml(OPENSTACK).toString());
    properties.add("caravan.ansible.command", () -> ANSIBLE.command().toString());
    properties.add("caravan.ansible.playbooks", () -> ANSIBLE.playbooks().toString());
    properties.add("caravan.ansible.time-limit", () -> "20s");
    properties.add("caravan.ansible.most-output", () -> "100KB");
  }

  @AfterAll
  static void stop() {
    OPENSTACK.close();
  }

  @Test
  void runsAPlaybookAndStreamsWhatItPrintsWithoutItsSecrets(CapturedOutput log) {
    ANSIBLE.playbook(
        "site.yml",
        """
        # caravan: repeatable
        echo "PLAY [all]"
        cp "$inventory" "$seen/inventory.json"; cp "$vars" "$seen/vars.yml"
        ls -ld "$(dirname "$vars")" "$vars" > "$seen/rights"
        env > "$seen/env"; ps -eo args > "$seen/ps"
        echo "password: $(sed 's/.*unsafe":"\\([^"]*\\)".*/\\1/' "$vars")" >&2
        while [ ! -e "$seen/go" ]; do sleep 0.2; done
        echo "PLAY RECAP"
        echo '{"live-server-1": {"ok": 3, "changed": 1, "unreachable": 0, "failed": 0, "skipped": 0}}' > "$CARAVAN_RECAP"
        """);
    String live = standing("live");

    configuring(live, Map.of("playbook", "site.yml", "extra_vars", Map.of("db_password", SECRET)));
    Queue<String> lines = stream(live, "");

    await()
        .atMost(A_WHILE)
        .untilAsserted(() -> assertThat(lines).contains("data:password: ********"));
    assertThat(lines).contains("data:PLAY [all]").doesNotContain("event:end");
    assertThat(as("viewer").get(live).json().path("status").asText()).isEqualTo("CONFIGURING");
    assertThat(configure(live, Map.of("playbook", "site.yml")).status()).isEqualTo(409);

    ANSIBLE.file("go");
    JsonNode metadata = ended(live, "COMPLETED").path("metadata");
    await().atMost(A_WHILE).untilAsserted(() -> assertThat(lines).contains("event:end"));
    assertThat(String.join("\n", lines)).contains("\"state\":\"succeeded\"", "\"exit_code\":0");
    assertThat(metadata.path("configured").asBoolean()).isTrue();
    assertThat(metadata.path("playbook").asText()).isEqualTo("site.yml");
    assertThat(metadata.path("configured_at").asText()).endsWith("Z");
    assertThat(metadata.at("/recap/live-server-1/changed").asInt()).isEqualTo(1);
    assertThat(output(live)).isEqualTo("PLAY [all]\npassword: ********\nPLAY RECAP\n");
    String second = lines.stream().filter(each -> each.startsWith("id:")).skip(1).findFirst().get();
    Queue<String> rest = stream(live, second.substring("id:".length()));
    await()
        .atMost(A_WHILE)
        .untilAsserted(() -> assertThat(rest).contains("data:PLAY RECAP", "event:end"));
    assertThat(rest).doesNotContain("data:PLAY [all]");

    assertThat(ANSIBLE.seen("inventory.json"))
        .contains(
            "\"server_servers\"", "\"live-server-1\"", "\"live-server-2\"", "\"ansible_host\"");
    assertThat(ANSIBLE.seen("vars.yml")).contains(SECRET);
    assertThat(ANSIBLE.seen("rights")).contains("drwx------", "-rw-------");
    assertThat(ANSIBLE.seen("ps")).contains("ansible-playbook --inventory").doesNotContain(SECRET);
    assertThat(ANSIBLE.seen("env").lines().map(each -> each.split("=", -1)[0]))
        .contains("CARAVAN_RECAP", "ANSIBLE_CALLBACKS_ENABLED")
        .allMatch(
            name ->
                name.matches(
                    "ANSIBLE_.*|CARAVAN_(RECAP|RUN)|PYTHONUNBUFFERED|PATH|HOME|USER|LOGNAME|LANG|LC_ALL|TMPDIR|PWD|OLDPWD|SHLVL|_"));
    String process =
        "/api/v1/processes/" + as("viewer").get(live).json().path("process_id").asText();
    for (String place : List.of(live, live + "/events", process, process + "/steps")) {
      assertThat(as("viewer").get(place).text()).doesNotContain(SECRET);
    }
    assertThat(admin().get("/api/v1/audit").text()).doesNotContain(SECRET);
    assertThat(sealedLeft()).isZero();
    assertThat(log.getAll()).doesNotContain(SECRET);
  }

  @Test
  void aFailedPlaybookNamesTheServersAndTouchesNothingElse() {
    ANSIBLE.playbook(
        "broken.yml",
        """
        echo '{"sick-server-2": {"ok": 1, "failed": 1}, "sick-server-1": {"ok": 0, "unreachable": 1}}' > "$CARAVAN_RECAP"
        yes "a long tale" | head -c 200000
        exit 2
        """);
    ANSIBLE.playbook("nobody.yml", "echo '{}' > \"$CARAVAN_RECAP\"");
    ANSIBLE.playbook("fine.yml", "cp \"$inventory\" \"$seen/chosen.json\"");
    String sick = standing("sick");

    configuring(sick, Map.of("playbook", "broken.yml"));
    JsonNode failed = ended(sick, "FAILED");

    assertThat(failed.at("/error/type").asText()).isEqualTo("PLAYBOOK_FAILED");
    assertThat(failed.at("/error/message").asText())
        .contains("exit code 2", "failed on sick-server-2", "unreachable on sick-server-1");
    assertThat(failed.at("/error/failed_activity").asText()).isEqualTo("ansible.run-playbook");
    assertThat(failed.at("/error/rollback_completed").asBoolean(true)).isFalse();
    assertThat(failed.at("/metadata/configured").asBoolean(true)).isFalse();
    assertThat(failed.at("/resources/vms")).hasSize(2);
    assertThat(output(sick)).contains("ANSIBLE_MOST_OUTPUT").hasSizeLessThan(110_000);

    configuring(sick, Map.of("playbook", "nobody.yml"));
    assertThat(ended(sick, "FAILED").at("/error/message").asText()).contains("no host of its own");

    String address = failed.at("/resources/vms/1/ip").asText();
    configuring(
        sick,
        Map.of(
            "playbook",
            "fine.yml",
            "inventory",
            Map.of("first", List.of("server-1", "sick-server-1"), "second", List.of(address))));
    assertThat(ended(sick, "COMPLETED").path("error").isNull()).isTrue();
    assertThat(ANSIBLE.seen("chosen.json"))
        .contains(
            "\"first\":{\"hosts\":{\"sick-server-1\"", "\"second\":{\"hosts\":{\"sick-server-2\"");
  }

  @Test
  void endsAPlaybookThatTakesTooLongOrIsCancelled() {
    ANSIBLE.playbook("endless.yml", "echo begun\nsleep 600 & setsid sleep 600 & sleep 600\n");
    String slow = standing("slow");

    configuring(slow, Map.of("playbook", "endless.yml"));
    await().atMost(A_WHILE).untilAsserted(() -> assertThat(output(slow)).contains("begun"));
    assertThat(StandIn.running(runOf(slow))).hasSizeGreaterThanOrEqualTo(4);
    String process = as("viewer").get(slow).json().path("process_id").asText();
    assertThat(as("operator").delete("/api/v1/processes/" + process).status()).isEqualTo(202);

    JsonNode cancelled = ended(slow, "FAILED");
    assertThat(cancelled.at("/error/type").asText()).isEqualTo("CANCELLED");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(StandIn.running(runOf(slow))).isEmpty());
    assertThat(sealedLeft()).isZero();

    configuring(slow, Map.of("playbook", "endless.yml"));
    JsonNode late = ended(slow, "FAILED");
    assertThat(late.at("/error/type").asText()).isEqualTo("PLAYBOOK_TIMED_OUT");
    assertThat(output(slow)).contains("[caravan] Ended");
    assertThat(StandIn.running(runOf(slow))).isEmpty();
  }

  @Test
  void aPersonDecidesWhetherWhatWasInterruptedIsRunAgain() {
    ANSIBLE.playbook(
        "once.yml",
        "echo x >> \"$seen/once\"; echo \"attempt $(wc -l < \"$seen/once\")\"\n[ $(wc -l < \"$seen/once\") -gt 1 ] || sleep 600\n");
    String once = standing("once");

    String task = interrupted(once, "once.yml");
    assertThat(as("operator").post(task, outcome("perhaps")).status()).isEqualTo(400);
    assertThat(pointers(as("operator").post(task, outcome("perhaps"))))
        .containsExactly("/variables/outcome");
    assertThat(as("viewer").post(task, outcome("run_again")).status()).isEqualTo(403);
    assertThat(as("operator").post(task, outcome("run_again")).status()).isEqualTo(202);
    assertThat(ended(once, "COMPLETED").at("/metadata/configured").asBoolean()).isTrue();
    assertThat(output(once)).contains("attempt 1", "attempt 2");
    assertThat(as("operator").post(task, outcome("run_again")).status()).isEqualTo(409);
    assertThat(as("operator").post("/api/v1/tasks/none/complete", outcome("give_up")).status())
        .isEqualTo(404);

    ANSIBLE.playbook("twice.yml", "echo begun; sleep 600\n");
    task = interrupted(once, "twice.yml");
    assertThat(as("operator").post(task, outcome("give_up")).status()).isEqualTo(202);
    JsonNode given = ended(once, "FAILED");
    assertThat(given.at("/error/type").asText()).isEqualTo("PLAYBOOK_INTERRUPTED");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(StandIn.running(runOf(once))).isEmpty());
  }

  @Test
  void aRepeatablePlaybookIsRunAgainByItself() {
    ANSIBLE.playbook(
        "again.yml",
        "# caravan: repeatable\necho x >> \"$seen/again\"; [ $(wc -l < \"$seen/again\") -gt 1 ] || { echo begun; sleep 600; }\n");
    String again = standing("again");
    configuring(again, Map.of("playbook", "again.yml"));
    await().atMost(A_WHILE).untilAsserted(() -> assertThat(output(again)).contains("begun"));

    interrupt(again);

    ended(again, "COMPLETED");
    assertThat(output(again)).contains("[caravan] An earlier attempt was interrupted");
  }

  @Test
  void refusesWhatIsNotItsOwnWithEveryProblem() {
    ANSIBLE.playbook("any.yml", "true\n");
    String own = standing("own");

    assertThat(
            pointers(
                configure(
                    own,
                    Map.of(
                        "playbook",
                        "../ansible-playbook",
                        "inventory",
                        Map.of(
                            "web", List.of("own-server-1", "live-server-1", 7), "b-d", List.of()),
                        "extra_vars",
                        Map.of("ansible_host", "192.0.2.1")))))
        .containsExactlyInAnyOrder(
            "/playbook",
            "/inventory/web/1",
            "/inventory/web/2",
            "/inventory/b-d",
            "/inventory/b-d",
            "/extra_vars/ansible_host");
    assertThat(pointers(configure(own, Map.of("playbook", "any.yml", "extra_vars", List.of(1)))))
        .containsExactly("/extra_vars");
    assertThat(pointers(configure(own, Map.of()))).containsExactly("/playbook");
    assertThat(as("viewer").get(own + "/output").status()).isEqualTo(404);

    assertThat(as("operator").delete(own).status()).isEqualTo(202);
    ended(own, "DELETED");
    assertThat(configure(own, Map.of("playbook", "any.yml")).status()).isEqualTo(409);
  }

  @Test
  void whereAnsibleIsMissingItSaysWhatToDo() throws IOException {
    ANSIBLE.playbook("any.yml", "true\n");
    String bare = standing("bare", 1);
    Path away = ANSIBLE.command().resolveSibling("away");
    Files.move(ANSIBLE.command(), away);

    Answer answer;
    try {
      answer = configure(bare, Map.of("playbook", "any.yml"));
    } finally {
      Files.move(away, ANSIBLE.command());
    }

    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.json().path("error").asText()).isEqualTo("ResourceError");
    assertThat(answer.json().path("message").asText())
        .contains("is not installed here", "install ansible-core", "ANSIBLE_COMMAND");
    assertThat(as("viewer").get(bare).json().path("status").asText()).isEqualTo("COMPLETED");
  }

  private static Map<String, ?> outcome(String word) {
    return Map.of("variables", Map.of("outcome", word));
  }

  /** The address at which the task is completed that an interrupted playbook leads to. */
  private String interrupted(String deployment, String playbook) {
    configuring(deployment, Map.of("playbook", playbook));
    await().atMost(A_WHILE).untilAsserted(() -> assertThat(output(deployment)).isNotEmpty());
    interrupt(deployment);
    String process = as("viewer").get(deployment).json().path("process_id").asText();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(tasks(process)).hasSize(1));
    JsonNode task = tasks(process).path(0);
    assertThat(task.path("name").asText()).isEqualTo("Run it again?");
    assertThat(task.path("outcomes").toString()).isEqualTo("[\"run_again\",\"give_up\"]");
    assertThat(task.at("/form/properties/outcome/title").asText()).isEqualTo("Decision");
    assertThat(as("viewer").get("/api/v1/processes/" + process).json().path("status").asText())
        .isEqualTo("waiting");
    return "/api/v1/tasks/" + task.path("id").asText() + "/complete";
  }

  private JsonNode tasks(String process) {
    Answer answer = as("viewer").get("/api/v1/tasks?limit=1&process=" + process);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().path("items");
  }

  /** As if the node that works on the step were gone: somebody else takes it. */
  private void interrupt(String deployment) {
    jdbc.sql(
            """
            update public.act_ru_external_job set lock_owner_ = 'gone', lock_exp_time_ = now() - interval '1 s'
            where process_instance_id_ = (select process_id::text from caravan.deployments where id = :id::uuid)
            """)
        .param("id", deployment.substring(deployment.lastIndexOf('/') + 1))
        .update();
  }

  private String runOf(String deployment) {
    return jdbc.sql(
            "select id::text from caravan.playbook_runs where subject = :id::uuid order by asked_at desc limit 1")
        .param("id", deployment.substring(deployment.lastIndexOf('/') + 1))
        .query(String.class)
        .single();
  }

  private long sealedLeft() {
    return jdbc.sql("select count(*) from caravan.playbook_runs where extra_vars is not null")
        .query(Long.class)
        .single();
  }
}
