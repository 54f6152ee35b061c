package dev.caravan.devicelibrary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.definition.Definition;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageRequest;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The definitions of each import, one row each: what was read, and what became of it. */
@Component
class DefinitionStore {

  private static final int BATCH = 250;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final TransactionTemplate transaction;
  private final ObjectMapper json;

  DefinitionStore(
      JdbcClient jdbc, JdbcTemplate batches, TransactionTemplate transaction, ObjectMapper json) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.transaction = transaction;
    this.json = json;
  }

  /**
   * Keeps what was read for a process, and its images, in place of an earlier reading.
   *
   * @return false where a later step already works on the rows: they are left as they are
   */
  boolean replace(UUID process, List<Definition> definitions, List<DefinitionImage> images) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              if (begun(process)) {
                return false;
              }
              jdbc.sql("delete from caravan.import_definitions where process_id = ?")
                  .param(process)
                  .update();
              insert(process, definitions);
              insertImages(process, images);
              return true;
            }));
  }

  private boolean begun(UUID process) {
    return jdbc.sql(
            """
            select exists (
              select 1 from caravan.import_definitions
              where process_id = ? and (state is not null or outcome <> 'invalid'))
            """)
        .param(process)
        .query(Boolean.class)
        .single();
  }

  private void insert(UUID process, List<Definition> definitions) {
    batches.batchUpdate(
        """
        insert into caravan.import_definitions
          (process_id, path, vendor, kind, manufacturer, model, slug, outcome, components,
           problems, content)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb)
        """,
        definitions,
        BATCH,
        (row, each) -> {
          row.setObject(1, process);
          row.setString(2, each.path());
          row.setString(3, each.vendor());
          row.setString(4, each.kind().label());
          row.setString(5, each.manufacturer());
          row.setString(6, each.model());
          row.setString(7, each.slug());
          row.setString(8, each.valid() ? null : "invalid");
          row.setString(9, text(each.components()));
          row.setString(10, text(each.problems()));
          row.setString(11, each.content());
        });
  }

  private void insertImages(UUID process, List<DefinitionImage> images) {
    batches.batchUpdate(
        """
        insert into caravan.import_images (process_id, path, slot, file, content, bytes)
        values (?, ?, ?, ?, ?, ?)
        """,
        images,
        BATCH,
        (row, each) -> {
          row.setObject(1, process);
          row.setString(2, each.definition());
          row.setString(3, each.slot());
          row.setString(4, each.file().path());
          row.setString(5, each.file().content());
          row.setLong(6, each.bytes());
        });
  }

  /** How many definitions a process has read, and how many of them were invalid. */
  ReadCount count(UUID process) {
    return jdbc.sql(
            """
            select count(*) as read, count(*) filter (where outcome = 'invalid') as invalid
            from caravan.import_definitions where process_id = ?
            """)
        .param(process)
        .query(ReadCount.class)
        .single();
  }

  boolean processExists(UUID process) {
    return jdbc.sql("select exists (select 1 from caravan.processes where id = ?)")
        .param(process)
        .query(Boolean.class)
        .single();
  }

  /** Definitions in the order of their paths, from where a page begins. */
  List<DefinitionView> list(UUID process, DefinitionQuery query, PageRequest page) {
    return jdbc.sql(
            """
            select path, kind, manufacturer, model, slug, outcome, components, problems,
                   netbox_id, netbox_url
            from (
              select d.path, d.kind, d.manufacturer, d.model, d.slug, d.components, d.problems,
                     d.netbox_id, d.netbox_url,
                     caravan.import_outcome(d.outcome, d.action, d.state, d.netbox_id, d.plan, p.status)
                         as outcome
              from caravan.import_definitions d
              left join (select id, status from caravan.processes where id = :process) p on true
              where d.process_id = :process
            ) definitions
            where path > :after
              and (:outcome::text is null or outcome = :outcome)
              and (:kind::text is null or kind = :kind)
              and (:manufacturer::text is null or lower(manufacturer) = lower(:manufacturer))
            order by path limit :limit
            """)
        .param("process", process)
        .param("after", page.after().map(cursor -> cursor.text(0)).orElse(""))
        .param("outcome", query.outcome())
        .param("kind", query.kind())
        .param("manufacturer", query.manufacturer())
        .param("limit", page.rowsToRead())
        .query(this::view)
        .list();
  }

  static Cursor cursor(DefinitionView row) {
    return Cursor.of(row.path());
  }

  private DefinitionView view(ResultSet row, int number) throws SQLException {
    long netboxId = row.getLong("netbox_id");
    return new DefinitionView(
        row.getString("path"),
        row.getString("kind"),
        row.getString("manufacturer"),
        row.getString("model"),
        row.getString("slug"),
        row.getString("outcome"),
        Rows.tree(json, row.getString("components")),
        Rows.tree(json, row.getString("problems")),
        netboxId == 0 ? null : netboxId,
        row.getString("netbox_url"));
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
