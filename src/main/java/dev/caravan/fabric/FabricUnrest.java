package dev.caravan.fabric;

import dev.caravan.waiting.Unrest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fabrics that are synced, or are due at this moment, where somebody is there to do it. */
@Component
class FabricUnrest implements Unrest {

  private final JdbcClient jdbc;
  private final ScheduleStore schedules;

  FabricUnrest(JdbcClient jdbc, ScheduleStore schedules) {
    this.jdbc = jdbc;
    this.schedules = schedules;
  }

  @Override
  public Set<UUID> among(Collection<UUID> ids) {
    Set<UUID> found =
        new HashSet<>(
            jdbc.sql(
                    """
                    select fabric_id from caravan.fabric_schedules
                    where fabric_id in (:ids) and (run_id is not null or next_due <= now())
                    """)
                .param("ids", ids)
                .query(UUID.class)
                .list());
    return found.isEmpty() || schedules.workforce().missing().isPresent() ? Set.of() : found;
  }
}
