package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.kubernetes.WatchEnd.Ending;
import dev.caravan.sandbox.kubernetes.SandboxKubernetes;
import dev.caravan.worker.TlsFront;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Watches: what they tell, how they end, and that they are in nobody's way. */
class KubernetesWatchesTest extends KubernetesStory {

  private static final Duration SOON = Duration.ofSeconds(1);

  @Autowired KubernetesWatches watches;

  private final Sightings sightings = new Sightings();

  /** A simulated watch notices only by its next line that nobody reads it. */
  @AfterEach
  void none() {
    sightings.wanted.set(false);
    sandbox.post("/sandbox/restart", Map.of());
    await().until(() -> watches.open() == 0);
  }

  private String now() {
    return one(KubernetesRequest.get(VPCS, "limit=1"))
        .body()
        .at("/metadata/resourceVersion")
        .asText();
  }

  private CompletableFuture<WatchEnd> begun(Watch watch) {
    int before = sent("GET");
    CompletableFuture<WatchEnd> end = watches.start(watch);
    await().until(() -> sent("GET") > before);
    return end;
  }

  private void make(String name) {
    assertThat(one(KubernetesRequest.post(VPCS, vpc(name, 7))).status()).isEqualTo(201);
  }

  private static WatchEnd ended(CompletableFuture<WatchEnd> end) throws Exception {
    return end.get(60, TimeUnit.SECONDS);
  }

  @Test
  void eventsComeAsTheyHappen() throws Exception {
    Watch watch = sightings.watch(simulated(), now());
    var unused = begun(watch);
    List<Duration> delays = new ArrayList<>();

    for (int i = 0; i < 21; i++) {
      String added = "ADDED v" + i;
      make("v" + i);
      long made = System.nanoTime();
      await().pollInterval(Duration.ofMillis(5)).until(() -> sightings.sees(added));
      delays.add(sightings.after(made, added));
    }

    assertThat(delays.stream().sorted().toList().get(10)).isLessThan(Duration.ofSeconds(5));
    assertThat(watch.resourceVersion()).isEqualTo(now());
  }

  @Test
  void bookmarksMoveThePosition() throws Exception {
    make("a");
    Watch watch = sightings.watch(simulated(), "");
    CompletableFuture<WatchEnd> end = watches.start(watch);

    await().until(() -> sightings.sees("BOOKMARK"));

    assertThat(sightings.seen()).containsExactly("ADDED a", "BOOKMARK");
    watches.stop(watch);
    assertThat(ended(end)).isEqualTo(new WatchEnd(Ending.ENDED, 200, "", now()));
  }

  @Test
  void whatIsNotWantedEndsThoughNothingComes() throws Exception {
    CompletableFuture<WatchEnd> end = begun(sightings.watch(simulated(), now()));

    sightings.wanted.set(false);

    assertThat(end).succeedsWithin(SOON).extracting(WatchEnd::ending).isEqualTo(Ending.ENDED);
    make("a");
    assertThat(sightings.seen()).isEmpty();
  }

  @Test
  void whatIsNotWantedEndsThoughTheServerSaysNothingAtAll() throws Exception {
    fault(Map.of("effect", "delay", "millis", 20_000, "method", "GET"));
    CompletableFuture<WatchEnd> end = begun(sightings.watch(simulated(), "1"));

    sightings.wanted.set(false);

    assertThat(end).succeedsWithin(SOON).extracting(WatchEnd::ending).isEqualTo(Ending.ENDED);
  }

  @Test
  void theSameOverTls() throws Exception {
    try (TlsFront front = TlsFront.before(KUBERNETES.url(), "ip:127.0.0.1")) {
      Cluster cluster =
          Cluster.withToken(
              "tls",
              front.url(),
              "",
              Files.readString(front.certificate()),
              SandboxKubernetes.WRITER_TOKEN);
      Watch watch = sightings.watch(cluster, now());
      CompletableFuture<WatchEnd> end = begun(watch);
      make("a");
      await().until(() -> sightings.sees("ADDED a"));

      watches.stop(watch);

      assertThat(end).succeedsWithin(SOON).extracting(WatchEnd::ending).isEqualTo(Ending.ENDED);
    }
  }

  @Test
  void whatTheServerEndsGoesOnWhereItWas() throws Exception {
    Watch watch = sightings.watch(simulated(), now());
    CompletableFuture<WatchEnd> end = begun(watch);
    make("a");
    await().until(() -> sightings.sees("ADDED a"));
    fault(Map.of("effect", "drop_before", "method", "GET", "matches", ".*/vpcs"));
    sandbox.post("/sandbox/restart", Map.of());
    assertThat(ended(end).ending()).isEqualTo(Ending.ENDED);

    WatchEnd dropped = ended(watches.start(watch));
    assertThat(dropped.ending()).isEqualTo(Ending.FAILED);
    assertThat(dropped.trouble()).contains(Trouble.BROKEN);

    var unused = begun(watch);
    make("b");
    await().until(() -> sightings.sees("ADDED b"));
    assertThat(sightings.seen()).containsExactly("ADDED a", "ADDED b");
  }

  @Test
  void aPositionThatIsForgottenExpires() throws Exception {
    String old = now();
    make("a");
    make("b");
    sandbox.post("/sandbox/restart", Map.of());

    WatchEnd byEvent = ended(watches.start(sightings.watch(simulated(), old)));
    fault(status(410, "GET", 1, -1));
    WatchEnd byStatus = ended(watches.start(sightings.watch(simulated(), old)));

    assertThat(byEvent.ending()).isEqualTo(Ending.EXPIRED);
    assertThat(byEvent.words()).startsWith("too old resource version");
    assertThat(byStatus.ending()).isEqualTo(Ending.EXPIRED);
    assertThat(byStatus.status()).isEqualTo(410);
    assertThat(sightings.seen()).isEmpty();
  }

  @Test
  void refusalsAreTold() throws Exception {
    Cluster stranger = Cluster.withToken("s", KUBERNETES.url(), "", "", "nobody-knows-it");
    WatchEnd unknown = ended(watches.start(sightings.watch(stranger, "1")));
    fault(status(500, "GET", 1, -1));
    WatchEnd broken = ended(watches.start(sightings.watch(simulated(), "1")));
    Cluster noPem = Cluster.withToken("p", "https://127.0.0.1:1", "", "no PEM", "t");
    WatchEnd untrusting = ended(watches.start(sightings.watch(noPem, "1")));

    assertThat(unknown.ending()).isEqualTo(Ending.FAILED);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.words()).isEqualTo("Unauthorized");
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.resourceVersion()).isEqualTo("1");
    assertThat(untrusting.words()).contains("the certificate authority is no certificate in PEM");
    assertThat(sent("GET")).as("nothing is repeated").isEqualTo(2);
  }

  @Test
  void whereNobodyListensNobodyIsReached() throws Exception {
    Cluster nowhere = Cluster.withToken("n", "http://127.0.0.1:1", "", "", "t");

    WatchEnd end = ended(watches.start(sightings.watch(nowhere, "1")));

    assertThat(end.status()).isZero();
    assertThat(end.trouble()).contains(Trouble.UNREACHABLE);
  }

  @Test
  void aConnectionThatBreaksKeepsWhatWasSeen() throws Exception {
    String line =
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"é\",\"resourceVersion\":\"42\"}}}";
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> asked =
          CompletableFuture.supplyAsync(() -> answerInPieces(server, line));
      Cluster cluster =
          Cluster.withToken("b", "http://127.0.0.1:" + server.getLocalPort(), "", "", "t");

      WatchEnd end = ended(watches.start(sightings.watch(cluster, "1")));

      assertThat(sightings.seen()).containsExactly("ADDED é");
      assertThat(end.ending()).isEqualTo(Ending.FAILED);
      assertThat(end.status()).isEqualTo(200);
      assertThat(end.words()).startsWith("ConnectionClosedException: ");
      assertThat(end.resourceVersion()).isEqualTo("42");
      assertThat(asked.get(60, TimeUnit.SECONDS))
          .startsWith("GET " + VPCS + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=")
          .containsPattern("timeoutSeconds=(4\\d|50)&resourceVersion=1 ")
          .contains("Authorization: Bearer t\r\n")
          .containsOnlyOnce("Accept-Encoding: identity\r\n")
          .doesNotContain("gzip");
    }
  }

  /** One event in two chunks that part a letter, the beginning of another, and nothing more. */
  private static String answerInPieces(ServerSocket server, String line) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      byte[] asked = new byte[4096];
      int size = socket.getInputStream().read(asked);
      out.write(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = (line + "\n{\"type\":").getBytes(StandardCharsets.UTF_8);
      int letter = line.indexOf('é') + 1;
      chunk(out, bytes, 0, letter);
      chunk(out, bytes, letter, bytes.length);
      return new String(asked, 0, size, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void chunk(OutputStream out, byte[] bytes, int from, int to) throws IOException {
    out.write((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes, from, to - from);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void anEventThatIsNotTakenIsToldAgain() throws Exception {
    String from = now();
    Watch deaf =
        new Watch(
            simulated(),
            VPCS,
            from,
            event -> {
              throw new IllegalArgumentException("too much");
            },
            () -> true);
    CompletableFuture<WatchEnd> end = begun(deaf);

    make("a");

    assertThat(ended(end))
        .isEqualTo(new WatchEnd(Ending.FAILED, 200, "IllegalArgumentException: too much", from));
  }

  @Test
  void aWatchRunsOnce() throws Exception {
    Watch watch = sightings.watch(simulated(), now());
    CompletableFuture<WatchEnd> end = begun(watch);

    assertThatThrownBy(() -> watches.start(watch)).isInstanceOf(IllegalStateException.class);

    assertThat(end).isNotDone();
  }

  @Test
  void threeHundredAtOnceAreInNobodysWay() throws Exception {
    String from = now();
    int before = sent("GET");
    List<Sightings> all = new ArrayList<>();
    List<CompletableFuture<WatchEnd>> ends = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Sightings each = new Sightings();
      all.add(each);
      ends.add(watches.start(each.watch(simulated(), from)));
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> sent("GET") >= before + 300);

    make("a");
    await().until(() -> all.stream().allMatch(each -> each.sees("ADDED a")));
    assertThat(one(KubernetesRequest.get(VPCS + "/a", "")).ok()).isTrue();
    assertThat(watches.open()).isEqualTo(300);

    all.forEach(each -> each.wanted.set(false));
    assertThat(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)))
        .succeedsWithin(Duration.ofSeconds(3));
    assertThat(ends).allSatisfy(end -> assertThat(end.join().ending()).isEqualTo(Ending.ENDED));
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("watch-")));
  }
}
