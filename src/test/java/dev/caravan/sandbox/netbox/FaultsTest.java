package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulator can be told to do wrong, and what it tells about its requests. */
class FaultsTest {

  private static final String MAKERS = list("manufacturers");

  private SandboxNetBox sandbox;
  private NetBoxClient netbox;

  @BeforeEach
  void start() {
    sandbox = SandboxNetBox.start("4.7.3", 0);
    netbox = new NetBoxClient(sandbox.url(), SandboxNetBox.TOKEN, Optional.empty());
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void statusComesForTheNextRequestsThatMatch() {
    fault("effect", "status", "status", 503, "retry_after", 2, "method", "POST", "times", 2);

    assertThat(netbox.get(MAKERS).status()).isEqualTo(200);
    Reply first = create("a");
    assertThat(first.status()).isEqualTo(503);
    assertThat(first.headers().firstValue("Retry-After")).contains("2");
    assertThat(create("a").status()).isEqualTo(503);
    assertThat(create("a").status()).isEqualTo(201);
  }

  @Test
  void faultLetsSoManyPassFirst() {
    fault("effect", "status", "skip", 2, "path", MAKERS);

    assertThat(netbox.get(MAKERS).status()).isEqualTo(200);
    assertThat(netbox.get(list("device-types")).status()).isEqualTo(200);
    assertThat(netbox.get(MAKERS).status()).isEqualTo(200);
    assertThat(netbox.get(MAKERS).status()).isEqualTo(500);
  }

  @Test
  void delayComesBeforeTheAnswer() {
    fault("effect", "delay", "millis", 200);

    long before = System.nanoTime();
    assertThat(netbox.get(MAKERS).status()).isEqualTo(200);

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(200_000_000L);
  }

  @Test
  void connectionMayEndBeforeTheWork() {
    fault("effect", "drop_before", "method", "POST");

    assertThatThrownBy(() -> create("a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void answerMayBeLostAfterTheWork() {
    fault("effect", "drop_after", "method", "POST");

    assertThatThrownBy(() -> create("a")).isInstanceOf(UncheckedIOException.class);
    assertThat(names()).containsExactly("a");
    assertThat(create("a").status()).isEqualTo(400);
  }

  @Test
  void listsMayBeTooLong() {
    fault("effect", "limit", "objects", 1, "times", 10);

    assertThat(netbox.post(MAKERS, List.of(maker("a"), maker("b"))).status()).isEqualTo(413);
    assertThat(netbox.post(MAKERS, List.of(maker("a"))).status()).isEqualTo(201);
  }

  @Test
  void faultsAreListedAndTakenBack() {
    fault("effect", "status", "times", 5);
    assertThat(netbox.get("/sandbox/faults").json()).hasSize(1);

    netbox.delete("/sandbox/faults");

    assertThat(netbox.get("/sandbox/faults").json()).isEmpty();
    assertThat(netbox.get(MAKERS).status()).isEqualTo(200);
  }

  @Test
  void faultThatIsNoneIsRefused() {
    Reply reply = netbox.post("/sandbox/faults", with("effect", "explode"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.detail()).contains("EXPLODE");
  }

  @Test
  void requestsAreCounted() {
    create("a");
    create("b");
    netbox.get(MAKERS + "1/");

    JsonNode counted = netbox.get("/sandbox/requests").json();

    assertThat(counted.path("total").asInt()).isEqualTo(3);
    assertThat(counted.path("requests").path("POST " + MAKERS).asInt()).isEqualTo(2);
    assertThat(counted.path("requests").path("GET " + MAKERS + "N/").asInt()).isOne();
  }

  @Test
  void resetEmptiesEverything() {
    create("a");
    fault("effect", "status");

    netbox.post("/sandbox/reset", with());

    assertThat(names()).isEmpty();
    assertThat(create("a").json().path("id").asInt()).isOne();
  }

  @Test
  void tokenMayLackAnyRight() {
    netbox.post(
        "/sandbox/tokens",
        with("token", "clerk", "permissions", List.of("view", "dcim.add_manufacturer")));
    NetBoxClient clerk = new NetBoxClient(sandbox.url(), "clerk", Optional.empty());

    assertThat(clerk.post(MAKERS, maker("a")).status()).isEqualTo(201);
    assertThat(clerk.patch(MAKERS + "1/", with("name", "b")).detail())
        .isEqualTo("You do not have permission to perform this action.");
    assertThat(clerk.post(list("device-types"), with()).status()).isEqualTo(403);
    assertThat(clerk.send("OPTIONS", list("device-types"), null).json().has("actions")).isFalse();
  }

  private void fault(@Nullable Object... keysAndValues) {
    assertThat(netbox.post("/sandbox/faults", with(keysAndValues)).status()).isEqualTo(201);
  }

  private Reply create(String name) {
    return netbox.post(MAKERS, maker(name));
  }

  private static Map<String, @Nullable Object> maker(String name) {
    return with("name", name, "slug", name);
  }

  private List<String> names() {
    return netbox.get(MAKERS).json().path("results").findValuesAsText("name");
  }
}
