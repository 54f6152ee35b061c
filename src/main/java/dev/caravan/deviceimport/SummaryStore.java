package dev.caravan.deviceimport;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what an import did, from the work list, the journal and the worker's attempts. */
@Component
class SummaryStore {

  private final JdbcClient jdbc;

  SummaryStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean exists(UUID process) {
    return jdbc.sql(
            "select exists (select 1 from caravan.import_definitions where process_id = :process)")
        .param("process", process)
        .query(Boolean.class)
        .single();
  }

  /** How many definitions came to which outcome. */
  Map<String, Object> definitions(UUID process) {
    return counts(
        process,
        """
        select coalesce(caravan.import_outcome(d.outcome, d.action, d.state, d.netbox_id, d.plan, p.status),
                        'undecided') as key,
               count(*) as value
        from caravan.import_definitions d
        left join (select id, status from caravan.processes where id = :process) p on true
        where d.process_id = :process group by 1 order by 1
        """,
        "");
  }

  /** How many definitions are to be written in which way; {@code none} stand already. */
  Map<String, Object> actions(UUID process) {
    return counts(
        process,
        """
        select coalesce(action, 'none') as key, count(*) as value
        from caravan.import_definitions
        where process_id = :process and coalesce(outcome, '') not in ('invalid', 'gone')
        group by 1 order by 1
        """,
        "");
  }

  /** How many warnings were given, by rule. */
  Map<String, Object> warnings(UUID process) {
    return counts(
        process,
        """
        select problem ->> 'rule' as key, count(*) as value
        from caravan.import_definitions, jsonb_array_elements(problems) as problem
        where process_id = :process and problem ->> 'severity' = 'warning'
        group by 1 order by 1
        """,
        "");
  }

  /** Of how many definitions NetBox doesn't hold what was written. */
  long unverified(UUID process) {
    return jdbc.sql(
            """
            select count(*) from caravan.import_definitions
            where process_id = :process and problems @> '[{"rule": "verify"}]'
            """)
        .param("process", process)
        .query(Long.class)
        .single();
  }

  /** How many objects were created, or updated, by kind; what was taken back is not counted. */
  Map<String, Object> objects(UUID process, String action) {
    return counts(
        process,
        """
        select kind as key, count(*) as value
        from caravan.imported_objects
        where process_id = :process and action = :action and undone_at is null and confirmed
        group by 1 order by 1
        """,
        action);
  }

  /** How many images came to which state, of definitions that are not refused. */
  Map<String, Object> images(UUID process) {
    return counts(
        process,
        """
        select i.state as key, count(*) as value
        from caravan.import_images i
        join caravan.import_definitions d on d.process_id = i.process_id and d.path = i.path
        where i.process_id = :process
          and coalesce(d.outcome, 'planned') in ('created', 'updated', 'unchanged', 'planned')
        group by 1 order by 1
        """,
        "");
  }

  /** How long each step took, all attempts together. */
  Map<String, Object> seconds(UUID process) {
    return counts(
        process,
        """
        select topic as key,
               round(sum(extract(epoch from ended_at - started_at))::numeric, 1) as value
        from caravan.step_attempts
        where process_id = :process::text and ended_at is not null
        group by 1 order by min(started_at)
        """,
        "");
  }

  private Map<String, Object> counts(UUID process, String sql, String action) {
    Map<String, Object> counts = new LinkedHashMap<>();
    jdbc.sql(sql)
        .param("process", process)
        .param("action", action)
        .query(
            row -> {
              BigDecimal value = row.getBigDecimal("value");
              Object number = value.scale() <= 0 ? (Object) value.longValue() : value;
              counts.put(row.getString("key"), number);
            });
    return counts;
  }

  /** What was written from, and where to. */
  Map<String, String> target(UUID process) {
    return jdbc.sql(
            """
            select commit, netbox, netbox_version
            from caravan.import_targets where process_id = :process
            """)
        .param("process", process)
        .query(
            (row, n) ->
                Map.of(
                    "commit", row.getString("commit"),
                    "netbox", row.getString("netbox"),
                    "netbox_version", row.getString("netbox_version")))
        .optional()
        .orElse(Map.of());
  }

  void keep(UUID process, String summary) {
    jdbc.sql(
            """
            update caravan.import_targets set summary = :summary::jsonb
            where process_id = :process
            """)
        .param("process", process)
        .param("summary", summary)
        .update();
  }

  Optional<String> kept(UUID process) {
    return jdbc.sql(
            """
            select summary::text from caravan.import_targets
            where process_id = :process and summary is not null
            """)
        .param("process", process)
        .query(String.class)
        .optional();
  }
}
