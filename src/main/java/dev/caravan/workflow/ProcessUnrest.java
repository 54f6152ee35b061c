package dev.caravan.workflow;

import dev.caravan.waiting.Unrest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Processes at work: those that have not ended, have not failed and do not wait for a person. */
@Component
public class ProcessUnrest implements Unrest {

  private final JdbcClient jdbc;

  ProcessUnrest(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Set<UUID> among(Collection<UUID> ids) {
    return new HashSet<>(
        jdbc.sql(
                """
                select p.id from caravan.processes p
                where p.id in (:ids)
                  and (p.status in ('created', 'running')
                       or (p.status = 'waiting' and not exists (
                             select 1 from public.act_ru_task t where t.proc_inst_id_ = p.id::text)))
                """)
            .param("ids", ids)
            .query(UUID.class)
            .list());
  }
}
