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

  /** Which step failed for good last, and why, in the words of the step. */
  public record Failure(String step, String type, String message) {}

  /** Why a process stands: the last failure that no further attempt was made after. */
  public Optional<Failure> failure(UUID process) {
    return jdbc.sql(
            """
            select topic as step, error_type as type, error_message as message
            from caravan.step_attempts
            where process_id = :process and outcome = 'permanently_failed' order by id desc limit 1
            """)
        .param("process", process.toString())
        .query(Failure.class)
        .optional();
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
