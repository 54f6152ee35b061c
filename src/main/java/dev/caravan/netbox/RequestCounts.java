package dev.caravan.netbox;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the requests that each process sends to NetBox, before they leave, every attempt. */
@Component
public class RequestCounts {

  private final JdbcClient jdbc;

  RequestCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void count(UUID process, String topic, String method) {
    jdbc.sql(
            """
            insert into caravan.netbox_requests (process_id, topic, method, requests)
            values (:process, :topic, :method, 1)
            on conflict (process_id, topic, method) do update
            set requests = netbox_requests.requests + 1
            """)
        .param("process", process)
        .param("topic", topic)
        .param("method", method)
        .update();
  }

  /** The requests of a process by method, in the order of the alphabet. */
  public Map<String, Long> byMethod(UUID process) {
    Map<String, Long> counts = new TreeMap<>();
    jdbc.sql(
            """
            select method, sum(requests) as requests
            from caravan.netbox_requests where process_id = :process group by method
            """)
        .param("process", process)
        .query(
            row -> {
              counts.put(row.getString("method"), row.getLong("requests"));
            });
    return counts;
  }
}
