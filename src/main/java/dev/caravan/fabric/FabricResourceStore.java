package dev.caravan.fabric;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.PageRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every object of every fabric, as callers ask for them. */
@Component
class FabricResourceStore {

  private final JdbcClient jdbc;
  private final FabricResourceReader reader;

  FabricResourceStore(JdbcClient jdbc, FabricResourceReader reader) {
    this.jdbc = jdbc;
    this.reader = reader;
  }

  FabricResource require(UUID fabric, UUID id) {
    return jdbc.sql("select * from caravan.fabric_resources where fabric_id = :fabric and id = :id")
        .param("fabric", fabric)
        .param("id", id)
        .query(reader)
        .optional()
        .orElseThrow(() -> PermanentFailure.notFound("There is no resource " + id));
  }

  /** By kind and name. */
  List<FabricResource> list(
      UUID fabric,
      @Nullable String drift,
      @Nullable String state,
      @Nullable String kind,
      @Nullable String health,
      PageRequest page) {
    return jdbc.sql(
            """
            select * from caravan.fabric_resources
            where fabric_id = :fabric and (:drift::text is null or drift = :drift)
              and (:state::text is null or state = :state) and (:kind::text is null or lower(kind) = lower(:kind))
              and (:health::text is null or health = :health)
              and (:afterKind::text is null or (kind, name, id) > (:afterKind, :afterName, :afterId::uuid))
            order by kind, name, id limit :limit
            """)
        .param("fabric", fabric)
        .param("drift", drift)
        .param("state", state)
        .param("kind", kind)
        .param("health", health)
        .param("afterKind", page.after().map(at -> at.text(0)).orElse(null))
        .param("afterName", page.after().map(at -> at.text(1)).orElse(null))
        .param("afterId", page.after().map(at -> at.uuid(2)).orElse(null))
        .param("limit", page.rowsToRead())
        .query(reader)
        .list();
  }

  static Cursor cursor(FabricResource resource) {
    return Cursor.of(resource.kind(), resource.name(), resource.id());
  }
}
