package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulator still knows after a restart. */
class JournalTest {

  @TempDir private Path folder;

  @Test
  void objectsComeBackAsTheyWere() {
    String[] before = new String[2];
    run(
        netbox -> {
          JsonNode type = netbox.deviceType("u_height", 0.5, "weight", 1.25, "weight_unit", "kg");
          netbox.component("interface-templates", type, "name", "e0", "type", "other");
          before[0] = netbox.get(list("device-types")).text();
          before[1] = netbox.get(list("interface-templates")).text();
        });

    run(
        netbox -> {
          assertThat(objects(netbox, "device-types")).isEqualTo(objects(before[0], netbox));
          assertThat(objects(netbox, "interface-templates")).isEqualTo(objects(before[1], netbox));
        });
  }

  @Test
  void changesAndDeletionsAreKeptToo() {
    run(
        netbox -> {
          JsonNode type = netbox.deviceType();
          JsonNode kept = netbox.component("power-port-templates", type, "name", "P1");
          JsonNode gone = netbox.component("power-port-templates", type, "name", "P2");
          netbox.patch(one("power-port-templates", kept.path("id").asLong()), with("label", "x"));
          netbox.delete(list("power-port-templates"), List.of(with("id", gone.path("id"))));
        });

    run(
        netbox -> {
          JsonNode ports = netbox.get(list("power-port-templates")).json().path("results");
          assertThat(ports).hasSize(1);
          assertThat(ports.path(0).path("label").asText()).isEqualTo("x");
        });
  }

  @Test
  void idsGoOnWhereTheyStopped() {
    long[] last = new long[1];
    run(
        netbox -> {
          JsonNode type = netbox.deviceType();
          last[0] = netbox.component("power-port-templates", type, "name", "P").path("id").asLong();
          netbox.delete(one("power-port-templates", last[0]));
        });
    run(netbox -> assertThat(netbox.get(list("power-port-templates")).status()).isEqualTo(200));

    run(
        netbox -> {
          JsonNode port =
              netbox.component("power-port-templates", netbox.deviceType(), "name", "P");
          assertThat(port.path("id").asLong()).isGreaterThan(last[0]);
        });
  }

  @Test
  void halfALineOfAKilledProcessIsForgotten() throws IOException {
    run(netbox -> netbox.manufacturer());
    Files.writeString(
        file(), "{\"kind\":\"manufacturers\",\"id\":7,\"va", StandardOpenOption.APPEND);

    run(
        netbox -> {
          assertThat(netbox.get(list("manufacturers")).json().path("count").asInt()).isOne();
          netbox.manufacturer();
        });
    run(
        netbox ->
            assertThat(netbox.get(list("manufacturers")).json().path("count").asInt())
                .isEqualTo(2));
  }

  @Test
  void resetIsKeptToo() {
    run(
        netbox -> {
          netbox.manufacturer();
          netbox.post("/sandbox/reset", with());
        });

    run(
        netbox ->
            assertThat(netbox.get(list("manufacturers")).json().path("count").asInt()).isZero());
  }

  private void run(Consumer<NetBoxClient> work) {
    try (SandboxNetBox sandbox = SandboxNetBox.start("4.7.3", 0, file())) {
      work.accept(new NetBoxClient(sandbox.url(), SandboxNetBox.TOKEN, Optional.empty()));
    }
  }

  private Path file() {
    return folder.resolve("data/sandbox-netbox.jsonl");
  }

  private static String objects(NetBoxClient netbox, String kind) {
    return netbox.get(list(kind)).text();
  }

  /** The same text with the port of this run. */
  private static String objects(String text, NetBoxClient netbox) {
    return text.replaceAll("http://127.0.0.1:\\d+", netbox.url());
  }
}
