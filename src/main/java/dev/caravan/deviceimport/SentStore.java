package dev.caravan.deviceimport;

import dev.caravan.netbox.TypeKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What imports have sent without having heard what came of it. */
@Component
class SentStore {

  /** What became of a type that another import had sent. */
  enum Fate {
    STANDS("standing"),
    NEVER_CAME("planned");

    private final String state;

    Fate(String state) {
      this.state = state;
    }
  }

  private final JdbcClient jdbc;
  private final Clock clock;

  SentStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The types of these definitions are about to be sent. */
  void types(UUID process, Collection<String> paths) {
    jdbc.sql(
            """
            update caravan.import_definitions
            set state = 'intended', sent_at = coalesce(sent_at, :now)
            where process_id = :process and path in (:paths)
            """)
        .param("process", process)
        .param("paths", paths)
        .param("now", now())
        .update();
  }

  /** They were not sent after all. */
  void notSent(UUID process, Collection<String> paths) {
    jdbc.sql(
            """
            update caravan.import_definitions set state = 'planned', sent_at = null
            where process_id = :process and path in (:paths) and state = 'intended'
            """)
        .param("process", process)
        .param("paths", paths)
        .update();
  }

  /** When the type of a definition was sent first. */
  Optional<Instant> typeAt(UUID process, String path) {
    return jdbc.sql(
            """
            select sent_at from caravan.import_definitions
            where process_id = :process and path = :path and sent_at is not null
            """)
        .param("process", process)
        .param("path", path)
        .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .optional();
  }

  /** Types that other imports have sent to this NetBox, of which none knows whether they stand. */
  List<SentType> typesOfOthers(ImportJob job) {
    return jdbc.sql(
            """
            select d.process_id, d.path, d.kind, d.manufacturer, d.model, d.slug, d.sent_at
            from caravan.import_definitions d
            join caravan.import_targets t on t.process_id = d.process_id
            where t.netbox = :netbox and d.process_id <> :process
              and d.state = 'intended' and d.action = 'create' and d.sent_at is not null
            order by d.sent_at, d.path
            """)
        .param("netbox", job.netbox())
        .param("process", job.process())
        .query(SentStore::type)
        .list();
  }

  /** It is known now what became of a type that another import had sent. */
  void found(SentType type, Fate fate, long netboxId) {
    jdbc.sql(
            """
            update caravan.import_definitions set state = :state, netbox_id = :id
            where process_id = :process and path = :path and state = 'intended'
            """)
        .param("state", fate.state)
        .param("id", netboxId == 0 ? null : netboxId)
        .param("process", type.process())
        .param("path", type.path())
        .update();
  }

  /** A request leaves, which is over by itself after some time. */
  UUID request(ImportJob job, String path, int objects, Duration most) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into caravan.import_requests (id, process_id, path, objects, sent_at, over_at)
            values (:id, :process, :path, :objects, :now, :over)
            """)
        .param("id", id)
        .param("process", job.process())
        .param("path", path)
        .param("objects", objects)
        .param("now", now())
        .param("over", now().plus(most))
        .update();
    return id;
  }

  /** It is known what came of a request. */
  void over(UUID request) {
    jdbc.sql("delete from caravan.import_requests where id = :id").param("id", request).update();
  }

  /** Whether something that an import sent there before may be at work still. */
  boolean atWork(UUID process, String path) {
    return jdbc.sql(
            """
            select exists (select 1 from caravan.import_requests
                           where process_id = :process and path = :path and over_at > :now)
            """)
        .param("process", process)
        .param("path", path)
        .param("now", now())
        .query(Boolean.class)
        .single();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static SentType type(ResultSet row, int n) throws SQLException {
    String slug = row.getString("slug");
    return new SentType(
        row.getObject("process_id", UUID.class),
        row.getString("path"),
        TypeKind.ofKey(row.getString("kind")),
        row.getString("manufacturer"),
        row.getString("model"),
        slug == null ? "" : slug,
        row.getObject("sent_at", OffsetDateTime.class).toInstant());
  }
}
