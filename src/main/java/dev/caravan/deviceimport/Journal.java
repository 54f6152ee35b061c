package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.netbox.TypeKind;
import dev.caravan.storage.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every object that imports created or changed in NetBox: what, from which file and commit. */
@Component
class Journal {

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  Journal(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Writes them down at once; of what was changed before, the first state stays. */
  void write(ImportJob job, Collection<JournalEntry> entries) {
    write(job, entries, true);
  }

  /** These changes are about to be sent: whatever happens, it is known what was there before. */
  void intend(ImportJob job, Collection<JournalEntry> changes) {
    write(job, changes, false);
  }

  private void write(ImportJob job, Collection<JournalEntry> entries, boolean confirmed) {
    if (entries.isEmpty()) {
      return;
    }
    ArrayNode rows = json.createArrayNode();
    for (JournalEntry entry : entries) {
      rows.addObject()
          .put("kind", entry.kind())
          .put("netbox_id", entry.netboxId())
          .put("name", entry.name())
          .put("path", entry.path())
          .put("action", entry.action())
          .put("stamp", entry.stamp())
          .put("complete", entry.complete())
          .put("certain", entry.certain())
          .<ObjectNode>set("after", entry.after())
          .set("before", entry.before());
    }
    jdbc.sql(
            """
            insert into caravan.imported_objects
              (process_id, netbox, kind, netbox_id, name, path, commit, action, before, stamp,
               complete, created_at, certain, after, confirmed)
            select :process, :netbox, r.kind, r.netbox_id, r.name, r.path, :commit, r.action,
                   nullif(r.before, 'null'::jsonb), r.stamp, r.complete, :now, r.certain,
                   nullif(r.after, 'null'::jsonb), :confirmed
            from jsonb_to_recordset(:rows::jsonb) as
                r(kind text, netbox_id bigint, name text, path text, action text, before jsonb,
                  stamp text, complete boolean, certain boolean, after jsonb)
            on conflict (process_id, kind, netbox_id, action) do update
            set before = excluded.before || imported_objects.before,
                after = imported_objects.after || excluded.after,
                confirmed = excluded.confirmed or imported_objects.confirmed
            """)
        .param("confirmed", confirmed)
        .param("process", job.process())
        .param("netbox", job.netbox())
        .param("commit", job.commit())
        .param("now", now())
        .param("rows", rows.toString())
        .update();
  }

  /** What this import did for these definitions, as far as it stands. */
  List<JournalEntry> of(ImportJob job, Collection<String> paths) {
    return paths.isEmpty()
        ? List.of()
        : jdbc.sql(
                """
                select kind, netbox_id, name, path, before, stamp, complete, certain, after
                from caravan.imported_objects
                where process_id = :process and path in (:paths) and undone_at is null
                order by netbox_id
                """)
            .param("process", job.process())
            .param("paths", paths)
            .query(this::entry)
            .list();
  }

  /** For which of these definitions this import has created or changed something that stands. */
  Set<String> touched(ImportJob job, Collection<String> paths) {
    return paths.isEmpty()
        ? Set.of()
        : Set.copyOf(
            jdbc.sql(
                    """
                    select distinct path from caravan.imported_objects
                    where process_id = :process and path in (:paths) and undone_at is null
                    """)
                .param("process", job.process())
                .param("paths", paths)
                .query(String.class)
                .list());
  }

  /** Types that any import left half-made in this NetBox. */
  List<JournalEntry> halfMade(String netbox) {
    return jdbc.sql(
            """
            select kind, netbox_id, name, path, before, stamp, complete, certain, after
            from caravan.imported_objects
            where netbox = :netbox and not complete and undone_at is null
            """)
        .param("netbox", netbox)
        .query(this::entry)
        .list();
  }

  /** All changes that these definitions need are done, also those of which a crash hid it. */
  void confirm(ImportJob job, Collection<String> paths) {
    if (!paths.isEmpty()) {
      jdbc.sql(
              """
              update caravan.imported_objects set confirmed = true
              where process_id = :process and path in (:paths) and not confirmed
              """)
          .param("process", job.process())
          .param("paths", paths)
          .update();
    }
  }

  /** NetBox refused this change: it was never done. */
  void withdraw(ImportJob job, String kind, long id) {
    jdbc.sql(
            """
            delete from caravan.imported_objects
            where process_id = :process and kind = :kind and netbox_id = :id
              and action = 'updated' and not confirmed
            """)
        .param("process", job.process())
        .param("kind", kind)
        .param("id", id)
        .update();
  }

  /** Which of these objects an import made for sure, and no import has taken back. */
  Set<Long> made(String netbox, String kind, Collection<Long> ids) {
    return ids.isEmpty()
        ? Set.of()
        : Set.copyOf(
            jdbc.sql(
                    """
                    select distinct netbox_id from caravan.imported_objects
                    where netbox = :netbox and kind = :kind and netbox_id in (:ids)
                      and action = 'created' and certain and undone_at is null
                    """)
                .param("netbox", netbox)
                .param("kind", kind)
                .param("ids", ids)
                .query(Long.class)
                .list());
  }

  /** For which definition this import made the type already; empty when it didn't. */
  Optional<String> madeFor(ImportJob job, JournalEntry type) {
    return jdbc.sql(
            """
            select path from caravan.imported_objects
            where process_id = :process and kind = :kind and netbox_id = :id
              and action = 'created' and undone_at is null and path <> :path
            """)
        .param("process", job.process())
        .param("kind", type.kind())
        .param("id", type.netboxId())
        .param("path", type.path())
        .query(String.class)
        .optional();
  }

  /** Whether another import made the type. */
  boolean madeByAnother(ImportJob job, JournalEntry type) {
    return jdbc.sql(
            """
            select exists (
              select 1 from caravan.imported_objects
              where netbox = :netbox and kind = :kind and netbox_id = :id and stamp = :stamp
                and process_id <> :process and action = 'created' and undone_at is null)
            """)
        .param("netbox", job.netbox())
        .param("kind", type.kind())
        .param("id", type.netboxId())
        .param("stamp", type.stamp())
        .param("process", job.process())
        .query(Boolean.class)
        .single();
  }

  /** All components of these types are there, whichever import began them. */
  void complete(ImportJob job, TypeKind kind, Collection<Long> typeIds) {
    if (!typeIds.isEmpty()) {
      jdbc.sql(
              """
              update caravan.imported_objects set complete = true
              where netbox = :netbox and kind = :kind and netbox_id in (:ids) and not complete
              """)
          .param("netbox", job.netbox())
          .param("kind", kind.plural())
          .param("ids", typeIds)
          .update();
    }
  }

  /** All that was done for these definitions was taken back. */
  void undone(ImportJob job, Collection<String> paths) {
    if (!paths.isEmpty()) {
      jdbc.sql(
              """
              update caravan.imported_objects set undone_at = :now
              where process_id = :process and path in (:paths) and undone_at is null
              """)
          .param("process", job.process())
          .param("paths", paths)
          .param("now", now())
          .update();
    }
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private JournalEntry entry(ResultSet row, int n) throws SQLException {
    return new JournalEntry(
        row.getString("kind"),
        row.getLong("netbox_id"),
        row.getString("name"),
        row.getString("path"),
        Rows.treeOrNull(json, row.getString("before")),
        row.getString("stamp"),
        row.getBoolean("complete"),
        row.getBoolean("certain"),
        Rows.treeOrNull(json, row.getString("after")));
  }
}
