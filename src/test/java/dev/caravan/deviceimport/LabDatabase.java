package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A real PostgreSQL with the tables of the application, one for all tests of this JVM. */
final class LabDatabase {

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final LabDatabase ONE = new LabDatabase();

  private final DataSource source;

  private LabDatabase() {
    try {
      source = EmbeddedPostgres.builder().start().getPostgresDatabase();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    JdbcClient.create(source).sql("create schema caravan").update();
    run("V1__*.sql", "V6__*.sql", "V7__*.sql", "V*__written_objects.sql", "V*__import_*.sql");
    JdbcClient.create(source)
        .sql("create table caravan.processes (id uuid primary key, status text not null)")
        .update();
  }

  /** Only the tables of these modules: others need the engine's. */
  private void run(String... migrations) {
    try {
      ResourceDatabasePopulator scripts = new ResourceDatabasePopulator();
      for (String migration : migrations) {
        scripts.addScripts(
            new PathMatchingResourcePatternResolver()
                .getResources("classpath*:db/migration/" + migration));
      }
      scripts.execute(source);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static JdbcClient jdbc() {
    return JdbcClient.create(ONE.source);
  }
}
