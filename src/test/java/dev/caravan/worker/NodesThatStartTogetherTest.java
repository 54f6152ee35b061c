package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Caravan;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An empty database, and all nodes at once. */
class NodesThatStartTogetherTest {

  private static final int NODES = 3;

  @Test
  void makeTheTablesOnceAndAllRun() throws Exception {
    List<ConfigurableApplicationContext> running = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(NODES);
    EmbeddedPostgres database = EmbeddedPostgres.builder().start();
    try {
      List<Future<ConfigurableApplicationContext>> starts = new ArrayList<>();
      for (int node = 0; node < NODES; node++) {
        starts.add(threads.submit(() -> start(database.getPort())));
      }
      for (Future<ConfigurableApplicationContext> start : starts) {
        running.add(start.get(10, TimeUnit.MINUTES));
      }
      JdbcClient jdbc = JdbcClient.create(database.getPostgresDatabase());
      assertThat(running).allMatch(ConfigurableApplicationContext::isRunning);
      assertThat(count(jdbc, "caravan.users")).isEqualTo(1);
      assertThat(count(jdbc, "caravan.api_keys")).isEqualTo(1);
      assertThat(jdbc.sql("select count(*) from act_re_procdef").query(Long.class).single())
          .isEqualTo(
              jdbc.sql("select count(distinct key_) from act_re_procdef")
                  .query(Long.class)
                  .single());
      assertThat(
              jdbc.sql(
                      """
                      select count(*) from pg_locks
                      where locktype = 'advisory'
                        and objid = (hashtext('caravan.schema')::bigint & 4294967295)::bigint::oid
                      """)
                  .query(Long.class)
                  .single())
          .as("no node keeps the lock")
          .isZero();
    } finally {
      running.forEach(ConfigurableApplicationContext::close);
      threads.shutdownNow();
      database.close();
    }
  }

  private static long count(JdbcClient jdbc, String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  private static ConfigurableApplicationContext start(int port) throws Exception {
    Path data = Files.createTempDirectory(Path.of("target"), "together");
    return new SpringApplicationBuilder(Caravan.class)
        .run(
            "--server.port=0",
            "--caravan.data-dir=" + data,
            "--caravan.database.url=postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres",
            "--spring.datasource.hikari.maximum-pool-size=10",
            "--caravan.security.bootstrap-api-key=key-of-nodes-that-start-together-0123456789",
            "--caravan.terminal.progress=false");
  }
}
