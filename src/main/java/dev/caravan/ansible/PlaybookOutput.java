package dev.caravan.ansible;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What playbooks printed, line by line. */
@Component
public class PlaybookOutput {

  /** A line with its place among all lines. */
  public record Line(long id, String text) {}

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  PlaybookOutput(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Keeps lines in their order. */
  void append(UUID run, List<String> lines) {
    if (!lines.isEmpty()) {
      jdbc.sql(
              """
              insert into caravan.playbook_output (run_id, line)
              select :run, line from jsonb_array_elements_text(:lines::jsonb) with ordinality as l (line, place)
              order by place
              """)
          .param("run", run)
          .param("lines", json.valueToTree(lines).toString())
          .update();
    }
  }

  /** What was printed after a line, the oldest first. */
  public List<Line> after(UUID run, long line, int limit) {
    return jdbc.sql(
            """
            select id, line from caravan.playbook_output
            where run_id = :run and id > :after order by id limit :limit
            """)
        .param("run", run)
        .param("after", line)
        .param("limit", limit)
        .query((row, n) -> new Line(row.getLong("id"), row.getString("line")))
        .list();
  }

  /** Takes away the output of runs that ended before a time; answers how many lines. */
  int forgetBefore(Instant time) {
    return jdbc.sql(
            """
            delete from caravan.playbook_output o using caravan.playbook_runs r
            where r.id = o.run_id and r.ended_at < :time
            """)
        .param("time", OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
        .update();
  }
}
