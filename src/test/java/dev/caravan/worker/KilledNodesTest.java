package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two applications on one PostgreSQL, each in a JVM of its own, and what comes of killing them. */
class KilledNodesTest {

  private static final int PROCESSES = 20;
  private static final double TWO_LEASES = 6;
  private static final Duration START = Duration.ofMinutes(3);

  private EmbeddedPostgres database;
  private JdbcClient jdbc;
  private final List<Process> nodes = new ArrayList<>();

  @BeforeEach
  void startDatabase() throws IOException {
    database = EmbeddedPostgres.builder().start();
    jdbc = JdbcClient.create(database.getPostgresDatabase());
  }

  @AfterEach
  void endAll() throws Exception {
    for (Process node : nodes) {
      kill(node);
    }
    database.close();
  }

  @Test
  void nodesShareTheWorkAndTakeOverWhatAKilledOneLeft() throws Exception {
    Process second = startNode("second", 0);
    Process first = startNode("first", PROCESSES);
    await().atMost(START).until(() -> workers() == 2);

    kill(first);
    await().atMost(Duration.ofMinutes(2)).until(() -> completed() >= PROCESSES / 2);
    kill(second);
    assertThat(open()).isPositive();
    Process third = startNode("third", 0);

    await().atMost(Duration.ofMinutes(2)).until(() -> completed() == PROCESSES);
    assertThat(steps("completed")).isEqualTo(3L * PROCESSES);
    assertThat(steps("lost")).isPositive();
    assertThat(longestWaitAfterALease()).isLessThan(TWO_LEASES);
    assertThat(waiting()).isEqualTo(1);
    kill(third);
  }

  @Test
  void aNodeThatStartsAgainInItsFolderWaitsForNoLeaseOfItsOwn() throws Exception {
    Path data = Files.createTempDirectory(Path.of("target"), "again");
    Process before = startNode(data, PROCESSES);
    await().atMost(START).until(() -> completed() >= 1);
    kill(before);
    assertThat(held("1 hour")).isPositive();
    Process other = startNode("other", 0);
    await().atMost(Duration.ofMinutes(1)).until(() -> open() == heldForLong());
    assertThat(completed()).as("another folder's node waits").isLessThan(PROCESSES);
    kill(other);

    startNode(data, 0);

    await().atMost(Duration.ofMinutes(1)).until(() -> completed() == PROCESSES);
    assertThat(steps("completed")).isEqualTo(3L * PROCESSES);
  }

  /** Lengthens the leases of all steps that are held. */
  private int held(String lease) {
    return jdbc.sql(
            """
            update act_ru_external_job set lock_exp_time_ = now() + cast(:lease as interval)
            where lock_owner_ is not null
            """)
        .param("lease", lease)
        .update();
  }

  private long heldForLong() {
    return count(
        "select count(*) from act_ru_external_job where lock_exp_time_ > now() + interval '30"
            + " min'");
  }

  private Process startNode(String name, int processes) throws IOException {
    return startNode(Files.createTempDirectory(Path.of("target"), name), processes);
  }

  private Process startNode(Path data, int processes) throws IOException {
    File log = data.resolve("node.log").toFile();
    Process node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                BridgeNode.class.getName(),
                "--server.port=0",
                "--caravan.data-dir=" + data,
                "--caravan.database.url=postgresql://postgres:postgres@127.0.0.1:%d/postgres"
                    .formatted(database.getPort()),
                "--camel.main.routes-include-pattern=classpath:bridge/*.camel.yaml",
                "--start=" + processes)
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    nodes.add(node);
    await()
        .atMost(START)
        .until(
            () -> !node.isAlive() || Files.readString(log.toPath()).contains(BridgeNode.STARTED));
    assertThat(node.isAlive()).as(() -> "a node, see " + log).isTrue();
    return node;
  }

  /** The JVM gets no chance to say anything. */
  /** Its embedded Redis would live on until a next start that never comes. */
  private static void kill(Process node) throws InterruptedException {
    List<ProcessHandle> servers = node.descendants().toList();
    node.destroyForcibly().waitFor();
    servers.forEach(ProcessHandle::destroyForcibly);
  }

  private long workers() {
    return count(
        "select count(distinct node) from caravan.step_attempts where outcome = 'completed'");
  }

  private long completed() {
    return count(
        """
        select count(*) from act_hi_procinst p join act_re_procdef d on d.id_ = p.proc_def_id_
        where d.key_ = 'node-works' and p.end_time_ is not null
        """);
  }

  private long open() {
    return count("select count(*) from act_ru_external_job");
  }

  private long waiting() {
    return count("select count(*) from act_ru_event_subscr where event_name_ = 'go'");
  }

  private long steps(String outcome) {
    return jdbc.sql("select count(*) from caravan.step_attempts where outcome = :outcome")
        .param("outcome", outcome)
        .query(Long.class)
        .single();
  }

  /**
   * From the end of a lost lease, or the start of a node that could take it, to the next attempt.
   */
  private double longestWaitAfterALease() {
    return jdbc.sql(
            """
            select coalesce(max(extract(epoch from next.started_at - greatest(lost.lease_until, up.at))), 0)
            from caravan.step_attempts lost
            join caravan.step_attempts next on next.job_id = lost.job_id and next.attempt = lost.attempt + 1
            join (select node, min(started_at) as at from caravan.step_attempts group by node) up
              on up.node = next.node
            where lost.outcome = 'lost'
            """)
        .query(Double.class)
        .single();
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }
}
