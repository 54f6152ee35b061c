package dev.caravan.fabric;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Of which kinds git declares objects, in which versions, and which kinds it defines itself. */
@Component
class DeclaredKinds {

  private final JdbcClient jdbc;

  DeclaredKinds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A kind as git names it.
   *
   * @param versions that its objects name; it is listed in the first
   * @param file one that names it
   */
  record DesiredKind(String group, List<String> versions, String kind, String file) {

    String key() {
      return ManagedKind.key(group, kind);
    }
  }

  /** How many objects of each kind git declares, as far as that was read. */
  Map<String, Integer> counts(UUID fabric) {
    Map<String, Integer> counts = new HashMap<>();
    jdbc.sql(
            """
            select api_group || '/' || kind as key, count(*) as n from caravan.fabric_resources
            where fabric_id = :id and desired is not null group by 1
            """)
        .param("id", fabric)
        .query((row, n) -> counts.put(row.getString("key"), row.getInt("n")))
        .list();
    return counts;
  }

  /** By the key of the kind. */
  Map<String, DesiredKind> of(UUID fabric) {
    Map<String, DesiredKind> kinds = new HashMap<>();
    jdbc.sql(
            """
            select api_group, kind, min(desired_file) as file,
                   string_agg(distinct split_part(desired ->> 'apiVersion', '/', case api_group when '' then 1 else 2 end),
                              ',') as versions
            from caravan.fabric_resources where fabric_id = :id and desired is not null group by 1, 2
            """)
        .param("id", fabric)
        .query(
            (row, n) -> {
              DesiredKind kind =
                  new DesiredKind(
                      row.getString("api_group"),
                      List.of(row.getString("versions").split(",", -1)),
                      row.getString("kind"),
                      row.getString("file"));
              return kinds.put(kind.key(), kind);
            })
        .list();
    return kinds;
  }

  /** Objects that name another version than the one that their kind is listed in, by key. */
  Map<String, String> otherVersions(UUID fabric, Map<String, DesiredKind> kinds) {
    Map<String, String> others = new HashMap<>();
    for (DesiredKind kind : kinds.values()) {
      if (kind.versions().size() > 1) {
        jdbc.sql(
                """
                select concat_ws('/', api_group, kind, namespace, name) as key, desired ->> 'apiVersion' as version
                from caravan.fabric_resources
                where fabric_id = :id and desired is not null and api_group = :group and kind = :kind
                """)
            .param("id", fabric)
            .param("group", kind.group())
            .param("kind", kind.kind())
            .query(
                (row, n) -> {
                  String version = row.getString("version");
                  return others.put(
                      row.getString("key"), version.substring(version.indexOf('/') + 1));
                })
            .list();
        others.values().removeIf(kind.versions().get(0)::equals);
      }
    }
    return others;
  }

  /** Keys of the kinds whose definitions git declares, too. */
  Set<String> defined(UUID fabric) {
    return new HashSet<>(
        jdbc.sql(
                """
                select concat(desired #>> '{spec,group}', '/', desired #>> '{spec,names,kind}')
                from caravan.fabric_resources
                where fabric_id = :id and desired is not null and api_group = :group and kind = :kind
                """)
            .param("id", fabric)
            .param("group", Foundation.DEFINITIONS_GROUP)
            .param("kind", Foundation.DEFINITION)
            .query(String.class)
            .list());
  }

  /** Whether git declares the namespace that the fabric is in. */
  boolean declaresNamespace(Fabric fabric) {
    return jdbc.sql(
            """
            select exists (select 1 from caravan.fabric_resources
              where fabric_id = :id and desired is not null and api_group = '' and kind = 'Namespace' and name = :name)
            """)
        .param("id", fabric.id())
        .param("name", fabric.cluster().namespace())
        .query(Boolean.class)
        .single();
  }
}
