package dev.caravan.fabric;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What only the cluster has, and what of it was written to a branch. */
@Component
class CaptureStore {

  private final JdbcClient jdbc;
  private final FabricResourceReader reader;

  CaptureStore(JdbcClient jdbc, FabricResourceReader reader) {
    this.jdbc = jdbc;
    this.reader = reader;
  }

  /**
   * Those that only the cluster has, that no other object owns and that Caravan did not apply,
   * where what was captured of them is not what they are now.
   */
  List<FabricResource> toCapture(UUID fabric) {
    return jdbc
        .sql(
            """
            select * from caravan.fabric_resources r
            where fabric_id = :id and drift = 'actual_only' and applied_uid is null
              and not exists (select 1 from caravan.fabric_resources_shared s where s.id = r.id)
              and actual #> '{metadata,ownerReferences}' is null
              and actual #> '{metadata,deletionTimestamp}' is null
            order by kind, namespace, name
            """)
        .param("id", fabric)
        .query(
            (row, n) ->
                Map.entry(
                    reader.mapRow(row, n), Optional.ofNullable(reader.optional(row, "captured"))))
        .list()
        .stream()
        .filter(each -> !each.getValue().equals(Optional.of(Captured.of(each.getKey()))))
        .map(Map.Entry::getKey)
        // What is concealed is not in the record, and is nothing for git.
        .filter(each -> each.actual() == null || !Concealing.isConcealed(each.actual()))
        .toList();
  }

  /** Written to the branch; from now on they wait for somebody to take them into the ref. */
  @Transactional
  public void captured(Collection<FabricResource> resources, @Nullable String commit) {
    for (FabricResource each : resources) {
      jdbc.sql(
              """
              update caravan.fabric_resources
              set captured = :captured::jsonb, captured_commit = coalesce(:commit, captured_commit), state = 'draft',
                  updated_at = now()
              where id = :id
              """)
          .param("captured", Captured.of(each).toString())
          .param("commit", commit)
          .param("id", each.id())
          .update();
    }
  }
}
