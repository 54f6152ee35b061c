package dev.caravan.fabric;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which kinds fabrics are made of. */
@Component
class KindStore {

  private final JdbcClient jdbc;

  KindStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<ManagedKind> of(UUID fabric) {
    return jdbc.sql(
            """
            select * from caravan.fabric_kinds where fabric_id = :id order by api_group, kind
            """)
        .param("id", fabric)
        .query(
            (row, n) ->
                new ManagedKind(
                    row.getString("api_group"),
                    row.getString("version"),
                    row.getString("kind"),
                    row.getString("plural"),
                    row.getBoolean("namespaced")))
        .list();
  }

  /** Those that the fabric names itself. */
  List<String> named(Fabric fabric) {
    return of(fabric.id()).stream()
        .filter(each -> fabric.kinds().stream().anyMatch(each::isCalled))
        .map(ManagedKind::key)
        .toList();
  }

  /** Those kinds and no others. */
  @Transactional
  public void put(UUID fabric, Collection<ManagedKind> kinds) {
    List<String> keys = kinds.stream().map(ManagedKind::key).toList();
    for (ManagedKind old : of(fabric)) {
      if (!keys.contains(old.key())) {
        jdbc.sql(
                "delete from caravan.fabric_kinds where fabric_id = :id and api_group = :group and"
                    + " kind = :kind")
            .param("id", fabric)
            .param("group", old.group())
            .param("kind", old.kind())
            .update();
      }
    }
    add(fabric, kinds);
  }

  /** Those kinds besides others. */
  void add(UUID fabric, Collection<ManagedKind> kinds) {
    for (ManagedKind each : kinds) {
      jdbc.sql(
              """
              insert into caravan.fabric_kinds (fabric_id, api_group, version, kind, plural, namespaced)
              values (:id, :group, :version, :kind, :plural, :namespaced)
              on conflict (fabric_id, api_group, kind) do update
              set version = :version, plural = :plural, namespaced = :namespaced
              """)
          .param("id", fabric)
          .param("group", each.group())
          .param("version", each.version())
          .param("kind", each.kind())
          .param("plural", each.plural())
          .param("namespaced", each.namespaced())
          .update();
    }
  }
}
