package dev.caravan.fabric;

import dev.caravan.storage.Rows;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which node watches which fabric; one does at a time. */
@Component
class WatchStore {

  private final JdbcClient jdbc;

  WatchStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes or keeps the watch of a fabric for some seconds; false where another node has it. */
  boolean hold(UUID fabric, String node) {
    return jdbc.sql(
                """
                insert into caravan.fabric_watches (fabric_id, node, held_until)
                values (:id, :node, now() + interval '10 s')
                on conflict (fabric_id) do update set node = :node, held_until = now() + interval '10 s'
                where fabric_watches.node = :node or fabric_watches.held_until < now()
                """)
            .param("id", fabric)
            .param("node", node)
            .update()
        == 1;
  }

  void letGo(UUID fabric, String node) {
    jdbc.sql("delete from caravan.fabric_watches where fabric_id = :id and node = :node")
        .param("id", fabric)
        .param("node", node)
        .update();
  }

  /** How the watch is; the same again changes nothing. */
  void is(UUID fabric, String status, @Nullable String error) {
    jdbc.sql(
            """
            update caravan.fabric_watches set status = :status, error = :error
            where fabric_id = :id and (status, error) is distinct from (:status, :error)
            """)
        .param("id", fabric)
        .param("status", status)
        .param("error", error)
        .update();
  }

  FabricView.Watching of(UUID fabric) {
    return jdbc.sql(
            """
            select *, held_until > now() as held from caravan.fabric_watches where fabric_id = :id
            """)
        .param("id", fabric)
        .query(
            (row, n) ->
                new FabricView.Watching(
                    row.getBoolean("held") ? row.getString("status") : "inactive",
                    row.getString("node"),
                    row.getString("error"),
                    Rows.timeOrNull(row, "last_event")))
        .optional()
        .orElseGet(() -> new FabricView.Watching("inactive", null, null, null));
  }

  void saw(UUID fabric) {
    jdbc.sql("update caravan.fabric_watches set last_event = now() where fabric_id = :id")
        .param("id", fabric)
        .update();
  }
}
