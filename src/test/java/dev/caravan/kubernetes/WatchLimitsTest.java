package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.kubernetes.WatchEnd.Ending;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A node that keeps few watches open and waits two seconds for an answer, until it shuts down. */
@TestPropertySource(
    properties = {
      "caravan.kubernetes.watches-at-once=3",
      "caravan.kubernetes.read-timeout=2",
      "caravan.kubernetes.watch-for=4"
    })
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchLimitsTest extends KubernetesStory {

  @Autowired KubernetesWatches watches;
  @Autowired ConfigurableApplicationContext node;

  private final Sightings sightings = new Sightings();

  private List<CompletableFuture<WatchEnd>> begin(int count) {
    int before = sent("GET");
    List<CompletableFuture<WatchEnd>> ends = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ends.add(watches.start(sightings.watch(simulated(), "")));
    }
    await().until(() -> sent("GET") >= before + count);
    return ends;
  }

  @Test
  @Order(1)
  void oneTooManySaysWhichLimitThatIs() throws Exception {
    List<CompletableFuture<WatchEnd>> ends = begin(3);

    WatchEnd refused = watches.start(sightings.watch(simulated(), "")).get(60, TimeUnit.SECONDS);

    assertThat(refused.ending()).isEqualTo(Ending.FAILED);
    assertThat(refused.words()).contains("caravan.kubernetes.watches-at-once: 3 of this cluster");
    assertThat(one(KubernetesRequest.get(VPCS, "")).ok()).isTrue();
    sightings.wanted.set(false);
    for (CompletableFuture<WatchEnd> end : ends) {
      assertThat(end.get(60, TimeUnit.SECONDS).ending()).isEqualTo(Ending.ENDED);
    }
  }

  @Test
  @Order(2)
  void anAnswerThatDoesNotBeginIsNotAwaitedForMinutes() throws Exception {
    fault(Map.of("effect", "delay", "millis", 20_000, "method", "GET"));

    WatchEnd end = watches.start(sightings.watch(simulated(), "1")).get(60, TimeUnit.SECONDS);

    assertThat(end.ending()).isEqualTo(Ending.FAILED);
    assertThat(end.trouble()).contains(Trouble.TIMEOUT);
  }

  @Test
  @Order(3)
  void aConnectionThatDiedUnnoticedIsGivenUpSoonAfterTheServerShouldHaveEndedIt() throws Exception {
    String event =
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"42\"}}}\n";
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n"
            .formatted(event.length(), event);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Cluster cluster =
          Cluster.withToken("h", "http://127.0.0.1:" + server.getLocalPort(), "", "", "t");
      CompletableFuture<WatchEnd> end = watches.start(sightings.watch(cluster, "1"));
      try (Socket peer = server.accept()) {
        peer.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        await().until(() -> sightings.sees("ADDED a"));

        WatchEnd how = end.get(60, TimeUnit.SECONDS);

        assertThat(how.ending()).isEqualTo(Ending.FAILED);
        assertThat(how.words()).startsWith("SocketTimeoutException");
        assertThat(how.resourceVersion()).isEqualTo("42");
      }
    }
  }

  @Test
  @Order(4)
  void aNodeThatShutsDownWaitsForNone() throws Exception {
    List<CompletableFuture<WatchEnd>> ends = begin(3);
    long before = System.nanoTime();

    node.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    for (CompletableFuture<WatchEnd> end : ends) {
      assertThat(end.get(0, TimeUnit.SECONDS).ending()).isEqualTo(Ending.ENDED);
    }
    assertThat(watches.start(sightings.watch(simulated(), "")))
        .succeedsWithin(Duration.ofSeconds(1))
        .isEqualTo(new WatchEnd(Ending.ENDED, 0, "", ""));
  }
}
