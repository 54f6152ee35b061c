package dev.caravan.health;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which nodes there are, as they say themselves. */
@org.springframework.stereotype.Component
class WorkerStore {

  private static final TypeReference<List<WorkersView.Served>> TOPICS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  WorkerStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Those of the last day, the newest first. */
  List<WorkersView.Node> nodes() {
    return jdbc.sql(
            """
            select * from caravan.nodes_seen where beat_at > now() - interval '1 day'
            order by alive desc, started_at desc, name
            """)
        .query(this::node)
        .list();
  }

  /** Every topic that a node serves or served, or that a step waits at. */
  List<WorkersView.Topic> topics() {
    return jdbc.sql(
            """
            with served as (
              select topic ->> 'topic' as topic, n.beat_at, n.ended_at, (topic ->> 'slots')::int as slots,
                     (topic ->> 'running')::int as running, n.alive
              from caravan.nodes_seen n, jsonb_array_elements(n.topics) topic
            ), known as (
              select topic, count(*) filter (where alive) as nodes,
                     coalesce(sum(slots) filter (where alive), 0) as slots,
                     coalesce(sum(running) filter (where alive), 0) as running,
                     max(coalesce(ended_at, beat_at)) as last_seen
              from served group by topic
            ), waiting as (
              select handler_cfg_ as topic, count(*) as steps,
                     min(greatest(create_time_, lock_exp_time_))::timestamptz as since
              from public.act_ru_external_job
              where lock_exp_time_ is null or lock_exp_time_ < now() group by 1
            )
            select topic, coalesce(k.nodes, 0) as nodes, coalesce(k.slots, 0) as slots,
                   coalesce(k.running, 0) as running, coalesce(w.steps, 0) as waiting, w.since as waiting_since,
                   case when coalesce(k.nodes, 0) = 0 then k.last_seen end as unserved_since
            from known k full join waiting w using (topic) order by topic
            """)
        .query(
            (row, n) ->
                new WorkersView.Topic(
                    row.getString("topic"),
                    row.getLong("nodes") > 0,
                    row.getLong("nodes"),
                    row.getLong("slots"),
                    row.getLong("running"),
                    row.getLong("waiting"),
                    Rows.timeOrNull(row, "waiting_since"),
                    Rows.timeOrNull(row, "unserved_since")))
        .list();
  }

  private WorkersView.Node node(ResultSet row, int n) throws SQLException {
    return new WorkersView.Node(
        row.getString("name"),
        Rows.texts(row, "roles"),
        row.getBoolean("alive"),
        Rows.time(row, "started_at"),
        Rows.time(row, "beat_at"),
        Rows.timeOrNull(row, "ended_at"),
        topics(row));
  }

  /** None where another version wrote them in another shape. */
  private List<WorkersView.Served> topics(ResultSet row) throws SQLException {
    try {
      return Rows.value(json, row.getString("topics"), TOPICS);
    } catch (IllegalStateException odd) {
      return List.of();
    }
  }
}
