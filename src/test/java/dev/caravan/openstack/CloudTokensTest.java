package dev.caravan.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.failure.RetryableFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One log-in at a time for each cloud, whose end all hear of. */
class CloudTokensTest {

  private final Instant now = Instant.parse("2026-11-28T12:00:00Z");
  private final CloudTokens tokens = new CloudTokens(Clock.fixed(now, ZoneOffset.UTC));
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private List<CompletableFuture<Optional<Token>>> waiters(String cloud, int count) {
    List<Thread> begun = new ArrayList<>();
    List<CompletableFuture<Optional<Token>>> waiters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiters.add(
          CompletableFuture.supplyAsync(
              () -> {
                synchronized (begun) {
                  begun.add(Thread.currentThread());
                }
                try {
                  return tokens.of(cloud);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              threads));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              synchronized (begun) {
                return begun.size() == count
                    && begun.stream()
                        .allMatch(each -> each.getState() == Thread.State.TIMED_WAITING);
              }
            });
    return waiters;
  }

  @Test
  void aFailedLogInHasFailedForAllWhoWaitedForIt() throws InterruptedException {
    assertThat(tokens.of("slow")).as("the first logs in").isEmpty();
    List<CompletableFuture<Optional<Token>>> waiting = waiters("slow", 5);

    tokens.notLoggedIn("slow", RetryableFailure.integration("Keystone is away"));

    for (CompletableFuture<Optional<Token>> each : waiting) {
      assertThatThrownBy(each::join)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("Keystone is away");
    }
    assertThat(tokens.of("slow")).as("whoever comes later tries again").isEmpty();
  }

  @Test
  void aGoodLogInIsForAllWhoWaitedForIt() throws InterruptedException {
    assertThat(tokens.of("good")).isEmpty();
    List<CompletableFuture<Optional<Token>>> waiting = waiters("good", 3);
    Cloud cloud =
        new Cloud("good", "http://x/v3", JsonNodeFactory.instance.objectNode(), Map.of(), "", true);
    Token token =
        new Token(
            cloud, "id", now.plus(Duration.ofHours(1)), "p", JsonNodeFactory.instance.arrayNode());

    tokens.loggedIn("good", token);

    waiting.forEach(each -> assertThat(each.join()).contains(token));
  }

  @Test
  void oneCloudDoesNotWaitForAnother() throws InterruptedException {
    assertThat(tokens.of("dead")).isEmpty();

    assertThat(tokens.of("alive")).isEmpty();
  }
}
