package dev.caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import dev.caravan.story.Unhurried;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class LogInsAtOnceTest extends RunningCaravan {

  private static final int MANY = 80;

  /** Two that run, and eight that wait for each. */
  private static final int LET_IN = 18;

  @Autowired JdbcClient jdbc;
  @Autowired PasswordPlaces places;

  private final ExecutorService pool = Executors.newFixedThreadPool(MANY);

  @AfterEach
  void endAll() {
    pool.shutdownNow();
    jdbc.sql("delete from caravan.failed_logins").update();
  }

  @Test
  void nobodyElseNoticesManyLogIns() throws Exception {
    HttpCaller known = nobody().with("X-API-Key", BOOTSTRAP_KEY);
    Unhurried somebody = Unhurried.measured(() -> known.get("/api/v1/auth/me"));
    List<Future<Answer>> tries = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Map<String, String> wrong = Map.of("username", "u-" + UUID.randomUUID(), "password", "wrong");
      tries.add(pool.submit(() -> nobody().post("/api/v1/auth/token", wrong)));
    }

    for (int i = 0; i < 10; i++) {
      somebody.assertAnswered();
    }

    for (Future<Answer> each : tries) {
      Answer answer = each.get(30, TimeUnit.SECONDS);
      assertThat(answer.status()).as(answer.toString()).isIn(401, 429);
      assertThat(answer.status() == 401 || !answer.header("Retry-After").isEmpty()).isTrue();
    }
  }

  @Test
  void fewRunAtOnceAFewWaitAndTheOthersComeAgain() throws Exception {
    PasswordPlaces places = new PasswordPlaces(2);
    CountDownLatch enough = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      all.add(
          pool.submit(
              () ->
                  places.inTurn(
                      () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        await(enough);
                        running.decrementAndGet();
                        return true;
                      })));
    }

    Awaitility.await().until(() -> all.stream().filter(Future::isDone).count() >= MANY - LET_IN);
    enough.countDown();

    int done = 0;
    for (Future<Boolean> each : all) {
      try {
        done += each.get(60, TimeUnit.SECONDS) ? 1 : 0;
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(RetryableFailure.class);
      }
    }
    assertThat(most).hasValue(2);
    assertThat(done).isBetween(2, LET_IN);
  }

  @Test
  void strangersKeepNobodyOutWhoHasLoggedInFromThereBefore() {
    Map<String, String> right = Map.of("username", "admin", "password", ADMIN_PASSWORD);
    Map<String, String> strange = Map.of("username", "stranger", "password", "wrong");
    assertThat(nobody().post("/api/v1/auth/token", right).status()).isEqualTo(200);
    jdbc.sql(
            "update caravan.failed_logins set failures = 1000 where subject = 'address 127.0.0.1'"
                + " or subject = 'user admin from elsewhere'")
        .update();
    CountDownLatch enough = new CountDownLatch(1);
    List<Future<Boolean>> others = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      others.add(
          pool.submit(
              () ->
                  places.inTurn(
                      () -> {
                        await(enough);
                        return true;
                      })));
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(nobody().post("/api/v1/auth/token", strange).text())
                    .contains("at this moment"));

    Answer known = nobody().post("/api/v1/auth/token", right);
    enough.countDown();

    assertThat(others).hasSize(MANY);
    assertThat(known.status()).as(known.toString()).isEqualTo(200);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
