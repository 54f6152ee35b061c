package dev.caravan.infrastructure;

import dev.caravan.waiting.Unrest;
import dev.caravan.workflow.ProcessUnrest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deployments whose operation is at work. */
@Component
class DeploymentUnrest implements Unrest {

  private final JdbcClient jdbc;
  private final ProcessUnrest processes;

  DeploymentUnrest(JdbcClient jdbc, ProcessUnrest processes) {
    this.jdbc = jdbc;
    this.processes = processes;
  }

  @Override
  public Set<UUID> among(Collection<UUID> ids) {
    Map<UUID, UUID> held = new HashMap<>();
    jdbc.sql(
            """
            select id, process_id from caravan.deployments
            where id in (:ids) and operation is not null and process_id is not null
            """)
        .param("ids", ids)
        .query(
            row -> {
              held.put(row.getObject("process_id", UUID.class), row.getObject("id", UUID.class));
            });
    return held.isEmpty()
        ? Set.of()
        : processes.among(held.keySet()).stream().map(held::get).collect(Collectors.toSet());
  }
}
