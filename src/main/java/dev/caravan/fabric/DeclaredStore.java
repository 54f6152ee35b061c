package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravan.security.Vault;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What git declares of every fabric. */
@Component
class DeclaredStore {

  /** In SQL: fabric and key of an object, by which it is sealed. */
  static final String SEALED_SUBJECT =
      "concat_ws('/', fabric_id::text, api_group, kind, namespace, name)";

  private static final int ROWS_AT_ONCE = 500;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Concealing concealing;
  private final Vault vault;

  DeclaredStore(JdbcClient jdbc, ObjectMapper json, Concealing concealing, Vault vault) {
    this.jdbc = jdbc;
    this.json = json;
    this.concealing = concealing;
    this.vault = vault;
  }

  /** All of it, where what is shown of it is not all. */
  private @Nullable String sealed(UUID fabric, DesiredObject object, JsonNode shown) {
    return shown.equals(object.content())
        ? null
        : Base64.getEncoder()
            .encodeToString(vault.seal(object.content().toString(), purpose(fabric, object.key())));
  }

  private static String purpose(UUID fabric, String key) {
    return purpose(fabric + "/" + key);
  }

  /** Of an object, as {@link #SEALED_SUBJECT} names it. */
  static String purpose(String object) {
    return "fabric-object/" + object;
  }

  /** Conceals what is declared by what counts as secret now, where that is more than before. */
  @Transactional
  public void concealAnew(UUID fabric) {
    jdbc.sql("select * from caravan.fabric_resources where fabric_id = :id and desired is not null")
        .param("id", fabric)
        .query((row, n) -> declaredIn(row))
        .list()
        .forEach(each -> concealAnew(fabric, each));
  }

  private void concealAnew(UUID fabric, Declared each) {
    JsonNode shown = concealing.concealed(fabric, each.group(), each.kind(), each.full());
    if (!shown.equals(each.shown())) {
      jdbc.sql(
              """
              update caravan.fabric_resources
              set desired = :shown::jsonb, desired_sealed = :sealed, stale = true, updated_at = now()
              where id = :id
              """)
          .param("shown", shown.toString())
          .param("sealed", vault.seal(each.full().toString(), purpose(fabric, each.key())))
          .param("id", each.id())
          .update();
    }
  }

  private Declared declaredIn(ResultSet row) throws SQLException {
    UUID fabric = row.getObject("fabric_id", UUID.class);
    String key =
        String.join(
            "/",
            row.getString("api_group"),
            row.getString("kind"),
            row.getString("namespace"),
            row.getString("name"));
    JsonNode shown = Rows.tree(json, row.getString("desired"));
    byte[] sealed = row.getBytes("desired_sealed");
    JsonNode full =
        sealed == null ? shown : Rows.tree(json, vault.open(sealed, purpose(fabric, key)));
    return new Declared(
        row.getObject("id", UUID.class),
        row.getString("api_group"),
        row.getString("kind"),
        key,
        shown,
        full);
  }

  private record Declared(
      UUID id, String group, String kind, String key, JsonNode shown, JsonNode full) {}

  /** What is to be applied in full, by key, where the record conceals a part of it. */
  Map<String, JsonNode> inFull(UUID fabric) {
    Map<String, JsonNode> all = new HashMap<>();
    jdbc.sql(
            """
            select concat_ws('/', api_group, kind, namespace, name) as key, desired_sealed from caravan.fabric_resources
            where fabric_id = :id and desired_sealed is not null and action in ('create', 'update')
            """)
        .param("id", fabric)
        .query(
            (row, n) -> {
              String key = row.getString("key");
              String opened = vault.open(row.getBytes("desired_sealed"), purpose(fabric, key));
              return all.put(key, Rows.tree(json, opened));
            })
        .list();
    return all;
  }

  /** What git declares from now on: all of it, or nothing when we die meanwhile. */
  @Transactional
  public void declare(UUID fabric, String commit, Collection<DesiredObject> objects) {
    List<DesiredObject> all = List.copyOf(objects);
    for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
      ArrayNode rows = json.createArrayNode();
      for (DesiredObject each : all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE))) {
        JsonNode shown = concealing.concealed(fabric, each.group(), each.kind(), each.content());
        rows.addObject()
            .put("sealed", sealed(fabric, each, shown))
            .put("api_group", each.group())
            .put("kind", each.kind())
            .put("namespace", each.namespace())
            .put("name", each.name())
            .put("file", each.file())
            .set("desired", shown);
      }
      jdbc.sql(
              """
              insert into caravan.fabric_resources
                (fabric_id, api_group, kind, namespace, name, desired, desired_sealed, desired_commit, desired_file,
                 state, drift)
              select :fabric, api_group, kind, namespace, name, desired, decode(sealed, 'base64'), :commit, file,
                 'committed', 'desired_only'
              from jsonb_to_recordset(:rows::jsonb) as wanted
                (api_group text, kind text, namespace text, name text, file text, desired jsonb,
                 sealed text)
              on conflict (fabric_id, api_group, kind, namespace, name) do update
              set desired = excluded.desired, desired_sealed = excluded.desired_sealed, desired_commit = excluded.desired_commit,
                  desired_file = excluded.desired_file, stale = true, updated_at = now()
              where fabric_resources.desired is distinct from excluded.desired
                 or (fabric_resources.desired_sealed is null) <> (excluded.desired_sealed is null)
                 or fabric_resources.desired_file is distinct from excluded.desired_file
              """)
          .param("fabric", fabric)
          .param("commit", commit)
          .param("rows", rows.toString())
          .update();
    }
    ArrayNode keys = json.createArrayNode();
    all.forEach(each -> keys.add(each.key()));
    jdbc.sql(
            """
            update caravan.fabric_resources
            set desired = null, desired_sealed = null, desired_commit = null, desired_file = null, stale = true, updated_at = now()
            where fabric_id = :fabric and desired is not null
              and concat_ws('/', api_group, kind, namespace, name) not in
                (select jsonb_array_elements_text(:keys::jsonb))
            """)
        .param("fabric", fabric)
        .param("keys", keys.toString())
        .update();
    jdbc.sql(
            """
            delete from caravan.fabric_resources where fabric_id = :fabric and desired is null and actual is null
            """)
        .param("fabric", fabric)
        .update();
  }
}
