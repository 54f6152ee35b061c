package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is at work at this moment, and what came of it. */
@Component
public class ProcessBoard {

  private final JdbcClient jdbc;
  private final ProcessReader reader;
  private final ObjectMapper json;

  ProcessBoard(JdbcClient jdbc, ProcessReader reader, ObjectMapper json) {
    this.jdbc = jdbc;
    this.reader = reader;
    this.json = json;
  }

  /** A process and the step at work; total is 0 where the step doesn't say how far it is. */
  public record AtWork(UUID id, String workflow, String step, long done, long total, String unit) {}

  /** The processes with a step at work, the oldest first. */
  public List<AtWork> atWork() {
    return jdbc.sql(
            """
            select p.id, p.workflow, coalesce(s.name, 'about to begin') as step,
                   coalesce(s.done, 0) as done, coalesce(s.total, 0) as total, coalesce(s.unit, '') as unit
            from caravan.processes p
            left join lateral (
              select * from caravan.process_steps s where s.process_id = p.id and s.completed_at is null
              order by s.created_at desc limit 1
            ) s on true
            where p.completed_at is null and p.status in ('created', 'running')
            order by p.created_at
            """)
        .query(AtWork.class)
        .list();
  }

  /** Whether no process was ever started. */
  public boolean isEmpty() {
    return jdbc.sql("select not exists (select 1 from caravan.process_starts)")
        .query(Boolean.class)
        .single();
  }

  /** What a process says of its result, or why it failed. */
  public Optional<JsonNode> result(UUID id) {
    ProcessView process = reader.get(id);
    Object result = process.error() == null ? process.summary() : process.error();
    return Optional.ofNullable(result).map(value -> json.<JsonNode>valueToTree(value));
  }
}
