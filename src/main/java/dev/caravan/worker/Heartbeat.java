package dev.caravan.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says every few seconds that this node is there, what it serves, and how much is at work. */
@Component
class Heartbeat implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
  private static final int BEAT_MILLIS = 5_000;

  private static final String BEAT =
      """
      insert into caravan.nodes (name, roles, topics) values (:name, string_to_array(:roles, ','), :topics::jsonb)
      on conflict (name) do update set topics = excluded.topics, beat_at = now(), ended_at = null
      """;

  private final JdbcClient jdbc;
  private final Node node;
  private final HandOver handOver;
  private final DatabaseClock clock;
  private final ObjectMapper json;
  private final SteadyTimer timer = new SteadyTimer("heartbeat", 1);
  private volatile boolean running;

  Heartbeat(
      LeaseConnections connections,
      Node node,
      HandOver handOver,
      DatabaseClock clock,
      ObjectMapper json) {
    this.jdbc = connections.client();
    this.node = node;
    this.handOver = handOver;
    this.clock = clock;
    this.json = json;
  }

  private void beat() {
    try {
      clock.read();
      jdbc.sql(BEAT)
          .param("name", node.name())
          .param("roles", String.join(",", node.roles().stream().map(NodeRole::word).toList()))
          .param("topics", topics().toString())
          .update();
    } catch (DataAccessException away) {
      log.debug("No heartbeat: {}", away.getMessage());
    }
  }

  /** All topics are served by now. */
  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    beat();
  }

  private ArrayNode topics() {
    ArrayNode topics = json.createArrayNode();
    handOver.consumers().stream()
        .sorted(Comparator.comparing(each -> each.worker().topic()))
        .forEach(
            each ->
                topics
                    .addObject()
                    .put("topic", each.worker().topic())
                    .put("slots", each.worker().concurrency())
                    .put("running", each.atWork()));
    return topics;
  }

  private void forgetOld() {
    try {
      jdbc.sql("delete from caravan.nodes where beat_at < now() - interval '30 days'").update();
    } catch (DataAccessException away) {
      log.debug("Old nodes are not forgotten: {}", away.getMessage());
    }
  }

  @Override
  public void start() {
    running = true;
    forgetOld();
    beat();
    timer.every(BEAT_MILLIS, this::beat);
  }

  @Override
  public void stop() {
    running = false;
    timer.stop();
    try {
      jdbc.sql("update caravan.nodes set ended_at = now() where name = :name")
          .param("name", node.name())
          .update();
    } catch (DataAccessException away) {
      log.debug("The end of this node is not said: {}", away.getMessage());
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
