package dev.caravan.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.paging.PageRequest;
import dev.caravan.story.Answer;
import dev.caravan.story.MovableClock;
import dev.caravan.story.RunningCaravan;
import dev.caravan.workflow.ProcessChanged;
import dev.caravan.workflow.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class AuditTest extends RunningCaravan {

  @Autowired JdbcClient jdbc;
  @Autowired AuditStore store;
  @Autowired Strangers strangers;
  @Autowired ApplicationEventPublisher events;
  @Autowired TransactionTemplate transaction;

  @BeforeEach
  void forgetTheStrangersOfOtherTests() {
    strangers.destroy();
  }

  @Test
  void tellsWhoChangedWhatAndFromWhere() {
    String request = "audit-" + UUID.randomUUID();
    Answer added =
        admin()
            .with("X-Request-ID", request)
            .post(
                "/api/v1/users",
                Map.of("username", request, "password", "a-secret-pass", "role", "viewer"));

    List<JsonNode> entries = entries("request_id=" + request);

    assertThat(entries).hasSize(1);
    JsonNode entry = entries.get(0);
    assertThat(entry.get("actor").asText()).isEqualTo("admin");
    assertThat(entry.get("actor_kind").asText()).isEqualTo("user");
    assertThat(entry.get("action").asText()).isEqualTo("POST /api/v1/users");
    assertThat(entry.get("object_type").asText()).isEqualTo("users");
    assertThat(entry.get("object_id")).isEqualTo(added.json().get("id"));
    assertThat(entry.get("outcome").asText()).isEqualTo("succeeded");
    assertThat(entry.get("status").asInt()).isEqualTo(201);
    assertThat(entry.get("remote_address").asText()).isEqualTo("127.0.0.1");
    assertThat(entry.toString()).doesNotContain("a-secret-pass");
  }

  @Test
  void tellsWhoWasRefused() {
    String request = "audit-" + UUID.randomUUID();
    nobody().with("X-Request-ID", request).get("/api/v1/users");
    as("viewer").with("X-Request-ID", request).get("/api/v1/users");

    assertThat(entries("request_id=" + request))
        .extracting(entry -> entry.get("actor").asText() + " " + entry.get("status"))
        .containsExactly("viewer 403", "anonymous 401");
  }

  /** At a change of the minute there are two sums. */
  @Test
  void strangersCannotFillTheTableAndKnownCallersLoseNothing() {
    String request = "audit-" + UUID.randomUUID();
    long before =
        jdbc.sql("select coalesce(max(id), 0) from caravan.audit").query(Long.class).single();
    for (int i = 0; i < 40; i++) {
      nobody().with("X-Request-ID", request).get("/api/v1/users");
      nobody().with("X-Request-ID", request).with("X-API-Key", "wrong").post("/api/v1/users", "{}");
      nobody()
          .with("X-Request-ID", request)
          .post("/api/v1/auth/token", Map.of("username", "x" + i, "password", "wrong"));
      as("viewer").with("X-Request-ID", request).get("/api/v1/users");
    }
    strangers.destroy();

    assertThat(count(request, "viewer")).isEqualTo(40);
    long single = count(request, "anonymous") + count(request, "x%");
    assertThat(single).isBetween(1L, 20L);
    assertThat(
            jdbc.sql(
                    """
                    select sum((details->>'calls')::int) from caravan.audit
                    where action = :action and id > :before and remote_address = '127.0.0.1'
                    """)
                .param("action", Strangers.SUMMED)
                .param("before", before)
                .query(Long.class)
                .single())
        .isEqualTo(120 - single);
    jdbc.sql("delete from caravan.failed_logins").update();
  }

  private long count(String request, String actor) {
    return jdbc.sql(
            "select count(*) from caravan.audit where request_id = :request and actor like :actor")
        .param("request", request)
        .param("actor", actor)
        .query(Long.class)
        .single();
  }

  @Test
  void theCallsOfAMinuteAreSummedByAddress() {
    MovableClock clock = new MovableClock(Instant.parse("2026-01-01T10:00:00Z"));
    Strangers counted = new Strangers(store, clock);
    String address = "198.51.100." + UUID.randomUUID();
    for (int i = 0; i < 30; i++) {
      counted.append(refusal(address, clock.instant()));
    }
    counted.writePast();
    assertThat(rows(address)).hasSize(Strangers.SINGLE_OF_AN_ADDRESS);

    clock.pass(Duration.ofMinutes(1));
    counted.writePast();
    counted.writePast();

    assertThat(rows(address))
        .hasSize(Strangers.SINGLE_OF_AN_ADDRESS + 1)
        .last()
        .asString()
        .contains("\"calls\": 20", "\"by_status\": {\"401\": 20}");
  }

  @Test
  void manyAddressesFillTheTableNoFaster() {
    Strangers counted =
        new Strangers(store, new MovableClock(Instant.parse("2026-01-01T10:00:00Z")));
    String network = UUID.randomUUID() + " ";
    for (int i = 0; i < 1000; i++) {
      counted.append(refusal(network + i, Instant.parse("2026-01-01T10:00:00Z")));
    }
    counted.destroy();

    assertThat(rows(network + "%").size()).isLessThanOrEqualTo(Strangers.SINGLE_OF_ALL);
  }

  private List<String> rows(String address) {
    return jdbc.sql(
            "select details::text from caravan.audit where remote_address like :a order by id")
        .param("a", address)
        .query(String.class)
        .list();
  }

  private static NewEntry refusal(String address, Instant at) {
    return new NewEntry(
        at,
        "anonymous",
        ActorKind.ANONYMOUS,
        "GET /x",
        null,
        null,
        Outcome.REFUSED,
        401,
        null,
        address,
        Map.of());
  }

  @Test
  void readingIsNotWrittenDown() {
    String request = "audit-" + UUID.randomUUID();
    as("viewer").with("X-Request-ID", request).get("/api/v1/auth/me");

    assertThat(entries("request_id=" + request)).isEmpty();
  }

  @Test
  void tellsWhoTriedToLogIn() {
    String right = "audit-" + UUID.randomUUID();
    String wrong = "audit-" + UUID.randomUUID();
    as("operator");
    nobody()
        .with("X-Request-ID", right)
        .post("/api/v1/auth/token", Map.of("username", "operator", "password", ADMIN_PASSWORD));
    nobody()
        .with("X-Request-ID", wrong)
        .post("/api/v1/auth/token", Map.of("username", "operator", "password", "guess"));

    assertThat(entries("action=login&request_id=" + right))
        .singleElement()
        .satisfies(entry -> assertThat(entry.get("outcome").asText()).isEqualTo("succeeded"));
    assertThat(entries("action=login&request_id=" + wrong))
        .singleElement()
        .satisfies(entry -> assertThat(entry.get("outcome").asText()).isEqualTo("refused"));
  }

  @Test
  void aChangeOfAProcessIsWrittenWithTheChangeOrNotAtAll() {
    UUID committed = UUID.randomUUID();
    UUID rolledBack = UUID.randomUUID();
    transaction.executeWithoutResult(status -> events.publishEvent(completed(committed)));
    transaction.executeWithoutResult(
        status -> {
          events.publishEvent(completed(rolledBack));
          status.setRollbackOnly();
        });

    assertThat(entries("object=" + committed))
        .singleElement()
        .satisfies(
            entry -> assertThat(entry.get("action").asText()).isEqualTo("process.completed"));
    assertThat(entries("object=" + rolledBack)).isEmpty();
  }

  private static ProcessChanged completed(UUID process) {
    return new ProcessChanged(
        process,
        "import-vendors",
        ProcessStatus.COMPLETED,
        "system",
        "r-1",
        false,
        Instant.now(),
        null);
  }

  @Test
  void pagesThroughWhatAnActorDid() {
    String request = "audit-" + UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      as("viewer").with("X-Request-ID", request).delete("/api/v1/users/" + UUID.randomUUID());
    }

    Answer first = admin().get("/api/v1/audit?actor=viewer&limit=3&request_id=" + request);
    Answer second = admin().get(first.json().get("next").asText());

    assertThat(first.json().get("items")).hasSize(3);
    assertThat(second.json().get("items")).hasSize(2);
    assertThat(second.json().get("next").isNull()).isTrue();
  }

  @Test
  void filtersByTime() {
    String request = "audit-" + UUID.randomUUID();
    as("viewer").with("X-Request-ID", request).get("/api/v1/users");
    Instant now = Instant.now();

    assertThat(entries("request_id=" + request + "&from=" + now.minus(Duration.ofMinutes(5))))
        .hasSize(1);
    assertThat(entries("request_id=" + request + "&from=" + now.plusSeconds(60))).isEmpty();
    assertThat(entries("request_id=" + request + "&to=" + now.minusSeconds(300))).isEmpty();
  }

  @Test
  void nobodyChangesWhatIsWritten() {
    for (String change :
        List.of(
            "update caravan.audit set actor = 'x'",
            "delete from caravan.audit",
            "truncate caravan.audit")) {
      assertThatThrownBy(() -> jdbc.sql(change).update())
          .rootCause()
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void retentionTakesOnlyWhatIsOldEnough() {
    Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
    store.append(
        new NewEntry(
            longAgo,
            "old",
            ActorKind.SYSTEM,
            "old",
            null,
            null,
            Outcome.SUCCEEDED,
            null,
            null,
            null,
            Map.of()));

    long forgotten = store.forgetBefore(longAgo.plusSeconds(1));

    assertThat(forgotten).isEqualTo(1);
    AuditFilter old = new AuditFilter("old", null, null, null, null, null);
    assertThat(store.list(old, PageRequest.first("")).items()).isEmpty();
  }

  private List<JsonNode> entries(String query) {
    Answer answer = admin().get("/api/v1/audit?" + query);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return StreamSupport.stream(answer.json().get("items").spliterator(), false).toList();
  }
}
