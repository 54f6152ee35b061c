package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.storage.Rows;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the schemas of a cluster mark as secret in objects of each kind. */
@Component
class SecretMarks {

  private static final Duration HOLDS = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;
  private final Map<UUID, Known> known = new ConcurrentHashMap<>();

  SecretMarks(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  private record Known(Instant at, Map<String, JsonNode> byKind) {}

  /** The schema of a kind, as far as it marks anything; missing where it does not. */
  JsonNode of(UUID fabric, String group, String kind) {
    Known found = known.get(fabric);
    if (found == null || found.at().plus(HOLDS).isBefore(clock.instant())) {
      found = new Known(clock.instant(), read(fabric));
      known.put(fabric, found);
    }
    return found.byKind().getOrDefault(ManagedKind.key(group, kind), MissingNode.getInstance());
  }

  private Map<String, JsonNode> read(UUID fabric) {
    Map<String, JsonNode> marks = new HashMap<>();
    jdbc.sql(
            """
            select api_group, kind, secret_schema from caravan.fabric_kinds
            where fabric_id = :id and secret_schema is not null
            """)
        .param("id", fabric)
        .query(
            row -> {
              marks.put(
                  ManagedKind.key(row.getString("api_group"), row.getString("kind")),
                  Rows.tree(json, row.getString("secret_schema")));
            });
    return marks;
  }

  /**
   * Keeps what the cluster says by now.
   *
   * @param asked kinds whose schema the cluster told
   * @return whether anything has changed
   */
  boolean keep(UUID fabric, List<ManagedKind> asked, Map<String, JsonNode> marks) {
    int changed = 0;
    for (ManagedKind each : asked) {
      JsonNode schema = marks.get(each.key());
      changed +=
          jdbc.sql(
                  """
                  update caravan.fabric_kinds set secret_schema = :schema::jsonb
                  where fabric_id = :id and api_group = :group and kind = :kind
                    and secret_schema is distinct from :schema::jsonb
                  """)
              .param("schema", schema == null ? null : schema.toString(), Types.VARCHAR)
              .param("id", fabric)
              .param("group", each.group())
              .param("kind", each.kind())
              .update();
    }
    known.remove(fabric);
    return changed > 0;
  }
}
