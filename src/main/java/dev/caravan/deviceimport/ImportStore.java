package dev.caravan.deviceimport;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravan.netbox.TypeKind;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The work list of an import: its definitions and how far each of them is. */
@Component
class ImportStore {

  private static final TypeReference<Map<String, Integer>> COUNTS = new TypeReference<>() {};

  /** A link for people to the type whose number the row has. */
  private static final String URL =
      """
      (select netbox from caravan.import_targets t where t.process_id = d.process_id)
        || '/dcim/' || replace(d.kind, '_', '-') || 's/'
      """;

  private static final String COLUMNS =
      "select path, kind, manufacturer, model, slug, action, state, netbox_id, components, plan, ";

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ImportStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Keeps what NetBox the import was compared with. */
  void keep(ImportJob job) {
    jdbc.sql(
            """
            insert into caravan.import_targets (process_id, netbox, netbox_version, commit, library)
            values (:process, :netbox, :version, :commit, :library)
            on conflict (process_id) do update
            set netbox = excluded.netbox, netbox_version = excluded.netbox_version,
                commit = excluded.commit, library = excluded.library
            """)
        .param("process", job.process())
        .param("netbox", job.netbox())
        .param("version", job.release())
        .param("commit", job.commit())
        .param("library", job.library())
        .update();
  }

  Optional<ImportJob> job(UUID process) {
    return jdbc.sql("select * from caravan.import_targets where process_id = :process")
        .param("process", process)
        .query(
            (row, n) ->
                new ImportJob(
                    process,
                    row.getString("netbox"),
                    row.getString("netbox_version"),
                    row.getString("commit"),
                    row.getString("library")))
        .optional();
  }

  /** Every definition that is still to be decided, without its content. */
  List<DefinitionRow> undecided(UUID process) {
    return jdbc.sql(
            COLUMNS
                + """
                null as content
                from caravan.import_definitions
                where process_id = :process and outcome is null
                order by path
                """)
        .param("process", process)
        .query(this::row)
        .list();
  }

  /** Every definition to be written that is in one of these states, without its content. */
  List<DefinitionRow> in(UUID process, State... states) {
    return jdbc.sql(
            COLUMNS
                + """
                null as content
                from caravan.import_definitions
                where process_id = :process and action is not null and state in (:states)
                order by path
                """)
        .param("process", process)
        .param("states", keys(states))
        .query(this::row)
        .list();
  }

  /** The same with the properties of the type itself as content. */
  List<DefinitionRow> typesIn(UUID process, State... states) {
    return jdbc.sql(
            COLUMNS
                + """
                (select jsonb_object_agg(key, value) from jsonb_each(content)
                 where jsonb_typeof(value) <> 'array') as content
                from caravan.import_definitions
                where process_id = :process and action is not null and state in (:states)
                order by path
                """)
        .param("process", process)
        .param("states", keys(states))
        .query(this::row)
        .list();
  }

  /** Every definition that was written, without its content. */
  List<DefinitionRow> written(UUID process) {
    return jdbc.sql(
            COLUMNS
                + """
                null as content
                from caravan.import_definitions
                where process_id = :process and action is not null
                  and outcome in ('created', 'updated')
                order by path
                """)
        .param("process", process)
        .query(this::row)
        .list();
  }

  /** These definitions with their whole content. */
  List<DefinitionRow> contents(UUID process, Collection<String> paths) {
    return paths.isEmpty()
        ? List.of()
        : jdbc.sql(
                COLUMNS
                    + """
                    content
                    from caravan.import_definitions
                    where process_id = :process and path in (:paths)
                    order by path
                    """)
            .param("process", process)
            .param("paths", paths)
            .query(this::row)
            .list();
  }

  /** What was decided about definitions: action, state, type, outcome and plan. */
  void decide(UUID process, Collection<Decision> decisions) {
    ArrayNode rows = json.createArrayNode();
    for (Decision decision : decisions) {
      rows.addObject()
          .put("path", decision.path())
          .put("action", decision.action() == null ? null : decision.action().key())
          .put("state", decision.state().key())
          .put("netbox_id", decision.typeId() == 0 ? null : decision.typeId())
          .put("outcome", decision.outcome())
          .set("plan", decision.plan());
    }
    jdbc.sql(
            """
            update caravan.import_definitions d
            set action = r.action, state = r.state, netbox_id = r.netbox_id,
                outcome = r.outcome, plan = r.plan,
                netbox_url = %s || r.netbox_id || '/'
            from jsonb_to_recordset(:rows::jsonb) as
                r(path text, action text, state text, netbox_id bigint, outcome text, plan jsonb)
            where d.process_id = :process and d.path = r.path
            """
                .formatted(URL))
        .param("process", process)
        .param("rows", rows.toString())
        .update();
  }

  /** Nothing is to be written: what would have been is planned. */
  void planOnly(UUID process) {
    jdbc.sql(
            """
            update caravan.import_definitions set outcome = 'planned', state = 'done'
            where process_id = :process and action is not null and outcome is null
            """)
        .param("process", process)
        .update();
  }

  void move(UUID process, Collection<String> paths, State state) {
    if (!paths.isEmpty()) {
      jdbc.sql(
              """
              update caravan.import_definitions set state = :state
              where process_id = :process and path in (:paths)
              """)
          .param("process", process)
          .param("paths", paths)
          .param("state", state.key())
          .update();
    }
  }

  /** Their types stand now, under these numbers. */
  void stands(UUID process, Map<String, Long> typeIds) {
    jdbc.sql(
            """
            update caravan.import_definitions d
            set state = 'standing', netbox_id = r.value::bigint,
                netbox_url = %s || r.value || '/'
            from jsonb_each_text(:rows::jsonb) as r
            where d.process_id = :process and d.path = r.key
              and d.state in ('planned', 'intended')
            """
                .formatted(URL))
        .param("process", process)
        .param("rows", json.valueToTree(typeIds).toString())
        .update();
  }

  /** Nothing is left to do for these definitions. */
  void finish(UUID process, Map<String, String> outcomes) {
    jdbc.sql(
            """
            update caravan.import_definitions d
            set state = 'done', outcome = r.value
            from jsonb_each_text(:rows::jsonb) as r
            where d.process_id = :process and d.path = r.key
            """)
        .param("process", process)
        .param("rows", json.valueToTree(outcomes).toString())
        .update();
  }

  /** Their types stand no more. */
  void gone(UUID process, Collection<String> paths) {
    if (!paths.isEmpty()) {
      jdbc.sql(
              """
              update caravan.import_definitions set netbox_id = null, netbox_url = null
              where process_id = :process and path in (:paths)
              """)
          .param("process", process)
          .param("paths", paths)
          .update();
    }
  }

  /** NetBox refused a part of it: what there is of it is to be taken back. */
  void refuse(UUID process, String path, ImportProblem problem) {
    addProblem(process, path, problem);
    move(process, List.of(path), State.REFUSING);
  }

  void addProblem(UUID process, String path, ImportProblem problem) {
    jdbc.sql(
            """
            update caravan.import_definitions
            set problems = coalesce(problems, '[]'::jsonb) || :problem::jsonb
            where process_id = :process and path = :path
              and not coalesce(problems, '[]'::jsonb) @> jsonb_build_array(:problem::jsonb)
            """)
        .param("process", process)
        .param("path", path)
        .param("problem", json.valueToTree(problem).toString())
        .update();
  }

  private static List<String> keys(State... states) {
    return Arrays.stream(states).map(State::key).toList();
  }

  private DefinitionRow row(ResultSet row, int n) throws SQLException {
    String action = row.getString("action");
    String state = row.getString("state");
    String slug = row.getString("slug");
    return new DefinitionRow(
        row.getString("path"),
        TypeKind.ofKey(row.getString("kind")),
        row.getString("manufacturer"),
        row.getString("model"),
        slug == null ? "" : slug,
        action == null ? Action.CREATE : Action.ofKey(action),
        action == null ? State.PLANNED : State.ofKey(state),
        row.getLong("netbox_id"),
        counts(Rows.tree(json, row.getString("components"))),
        Rows.tree(json, row.getString("plan")),
        Rows.tree(json, row.getString("content")));
  }

  private Map<String, Integer> counts(JsonNode components) {
    return components.isObject() ? json.convertValue(components, COUNTS) : Map.of();
  }
}
