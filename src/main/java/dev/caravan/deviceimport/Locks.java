package dev.caravan.deviceimport;

import dev.caravan.failure.PermanentFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who works on the types of a manufacturer in a NetBox: one import at a time, so that none takes
 * what another is making for half-made. A lock outlives crashes, as it is its process that holds
 * it, and is free once the process has ended and nothing that it sent can be at work any more.
 */
@Component
class Locks {

  private static final String ALIVE =
      """
      (exists (select 1 from caravan.processes p
               where p.id = l.process_id
                 and p.status not in ('completed', 'cancelled', 'failed'))
       or exists (select 1 from caravan.import_requests r
                  where r.process_id = l.process_id and r.over_at > :now))
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  Locks(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Takes all of them, or none.
   *
   * @return who holds one of them; empty when they are the import's own now
   */
  Optional<UUID> take(ImportJob job, Collection<String> keys) {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    String[] sorted = keys.stream().distinct().sorted().toArray(String[]::new);
    Optional<UUID> holder = holder(job, sorted);
    if (holder.isEmpty()) {
      jdbc.sql(
              """
              insert into caravan.import_locks as l (netbox, key, process_id, taken_at)
              select :netbox, k.key, :process, :now from unnest(:keys) as k(key) order by k.key
              on conflict (netbox, key) do update
              set process_id = excluded.process_id, taken_at = excluded.taken_at
              where l.process_id <> excluded.process_id and not %s
              """
                  .formatted(ALIVE))
          .param("netbox", job.netbox())
          .param("process", job.process())
          .param("keys", sorted)
          .param("now", now())
          .update();
      // Whoever came at the same moment may have got some of them.
      holder = holder(job, sorted);
      holder.ifPresent(other -> release(job.process()));
    }
    note(job, sorted, holder);
    return holder;
  }

  private Optional<UUID> holder(ImportJob job, String[] keys) {
    return jdbc.sql(
            """
            select l.process_id from caravan.import_locks l
            where l.netbox = :netbox and l.key = any(:keys) and l.process_id <> :process and %s
            order by l.key limit 1
            """
                .formatted(ALIVE))
        .param("netbox", job.netbox())
        .param("keys", keys)
        .param("process", job.process())
        .param("now", now())
        .query(UUID.class)
        .optional();
  }

  private void note(ImportJob job, String[] keys, Optional<UUID> holder) {
    jdbc.sql(
            """
            update caravan.import_targets
            set lock_keys = :keys, waits_for = :holder,
                waits_since = case when cast(:holder as uuid) is null then null
                              else coalesce(waits_since, :now) end
            where process_id = :process
            """)
        .param("keys", keys)
        .param("holder", holder.orElse(null))
        .param("now", now())
        .param("process", job.process())
        .update();
  }

  /** Whom the import waits for, and how long already. */
  Optional<Waiting> waiting(UUID process) {
    return jdbc.sql(
            """
            select waits_for, waits_since from caravan.import_targets
            where process_id = :process and waits_for is not null
            """)
        .param("process", process)
        .query(
            (row, n) ->
                new Waiting(
                    row.getObject("waits_for", UUID.class),
                    Duration.between(
                        row.getObject("waits_since", OffsetDateTime.class).toInstant(),
                        clock.instant())))
        .optional();
  }

  /**
   * Who an import waits for.
   *
   * @param length how long it has waited
   */
  record Waiting(UUID holder, Duration length) {}

  /** An import that had failed may have lost its locks to another one before it was resumed. */
  void require(ImportJob job) {
    List<String> keys =
        jdbc.sql(
                """
                select unnest(lock_keys) from caravan.import_targets where process_id = :process
                """)
            .param("process", job.process())
            .query(String.class)
            .list();
    take(job, keys)
        .ifPresent(
            other -> {
              throw PermanentFailure.configuration(
                  "Import %s works on types of the same manufacturers now: resume this one when it has ended."
                      .formatted(other));
            });
  }

  /** The import is done with its types. */
  void release(UUID process) {
    jdbc.sql("delete from caravan.import_locks where process_id = :process")
        .param("process", process)
        .update();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
