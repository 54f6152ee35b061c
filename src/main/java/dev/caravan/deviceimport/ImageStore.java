package dev.caravan.deviceimport;

import dev.caravan.netbox.TypeKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** The images of an import and how far they are, and what imports last sent to NetBox. */
@Component
class ImageStore {

  private final JdbcClient jdbc;
  private final Clock clock;

  ImageStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Images of types that stand, of which it is not known that NetBox has them. */
  List<Image> open(UUID process) {
    return toSend(process).stream().filter(image -> image.typeId() != 0).toList();
  }

  /** The same with those of types that are still to be created. */
  List<Image> toSend(UUID process) {
    return jdbc.sql(
            """
            select i.path, d.kind, d.netbox_id as type_id, i.slot, i.file, i.content, i.bytes,
                   i.netbox_id as attachment, i.state = 'sending' as sending
            from caravan.import_images i
            join caravan.import_definitions d on d.process_id = i.process_id and d.path = i.path
            where i.process_id = :process and i.state in ('planned', 'sending')
              and (d.outcome is null or d.outcome in ('created', 'updated', 'unchanged'))
            order by i.path, i.slot
            """)
        .param("process", process)
        .query(ImageStore::image)
        .list();
  }

  /** What imports sent as images of these types. */
  List<WrittenImage> written(String netbox, TypeKind kind, Collection<Long> types) {
    return types.isEmpty()
        ? List.of()
        : jdbc.sql(
                """
                select type_kind, type_id, slot, content, image, stamp,
                       sending is not null as sending
                from caravan.written_images
                where netbox = :netbox and type_kind = :kind and type_id in (:types)
                """)
            .param("netbox", netbox)
            .param("kind", kind.key())
            .param("types", types)
            .query(ImageStore::written)
            .list();
  }

  /** NetBox has it already, or one that is nobody's to replace. */
  void settle(UUID process, Image image, String state) {
    of(
            process,
            image,
            """
            update caravan.import_images set state = :state
            where process_id = :process and path = :path and slot = :slot
            """)
        .param("state", state)
        .update();
  }

  /** It is to be sent in the place of that attachment; of none where that is 0. */
  void replaces(UUID process, Image image, long attachment) {
    of(
            process,
            image,
            """
            update caravan.import_images set netbox_id = nullif(:attachment, 0)
            where process_id = :process and path = :path and slot = :slot
            """)
        .param("attachment", attachment)
        .update();
  }

  /** It is about to be sent: whatever happens, what NetBox has then may be ours. */
  void leaves(ImportJob job, Image image) {
    type(
            job,
            image,
            """
            insert into caravan.written_images as w
              (netbox, type_kind, type_id, slot, sending, process_id, written_at)
            values (:netbox, :kind, :type, :slot, :content, :process, :now)
            on conflict (netbox, type_kind, type_id, slot) do update
            set sending = excluded.sending, process_id = excluded.process_id,
                written_at = excluded.written_at
            """)
        .param("content", image.content())
        .param("process", job.process())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    settle(job.process(), image, "sending");
  }

  /** NetBox has it now. */
  void came(ImportJob job, Image image, HeldImage held) {
    type(
            job,
            image,
            """
            update caravan.written_images
            set content = :content, image = :image, stamp = :stamp, sending = null
            where netbox = :netbox and type_kind = :kind and type_id = :type and slot = :slot
            """)
        .param("content", image.content())
        .param("image", held.path())
        .param("stamp", held.stamp())
        .update();
    settle(job.process(), image, "sent");
    of(
            job.process(),
            image,
            """
            update caravan.import_definitions set outcome = 'updated'
            where process_id = :process and path = :path and outcome = 'unchanged'
            """)
        .update();
  }

  /** NetBox would not have it: what it had before is what it has. */
  void refused(ImportJob job, Image image) {
    type(
            job,
            image,
            """
            update caravan.written_images set sending = null
            where netbox = :netbox and type_kind = :kind and type_id = :type and slot = :slot
            """)
        .update();
    settle(job.process(), image, "refused");
  }

  private StatementSpec of(UUID process, Image image, String sql) {
    return jdbc.sql(sql)
        .param("process", process)
        .param("path", image.path())
        .param("slot", image.slot());
  }

  private StatementSpec type(ImportJob job, Image image, String sql) {
    return jdbc.sql(sql)
        .param("netbox", job.netbox())
        .param("kind", image.kind().key())
        .param("type", image.typeId())
        .param("slot", image.slot());
  }

  private static Image image(ResultSet row, int n) throws SQLException {
    return new Image(
        row.getString("path"),
        TypeKind.ofKey(row.getString("kind")),
        row.getLong("type_id"),
        row.getString("slot"),
        row.getString("file"),
        row.getString("content"),
        row.getLong("bytes"),
        row.getLong("attachment"),
        row.getBoolean("sending"));
  }

  private static WrittenImage written(ResultSet row, int n) throws SQLException {
    return new WrittenImage(
        TypeKind.ofKey(row.getString("type_kind")),
        row.getLong("type_id"),
        row.getString("slot"),
        row.getString("content"),
        row.getString("image"),
        row.getString("stamp"),
        row.getBoolean("sending"));
  }
}
