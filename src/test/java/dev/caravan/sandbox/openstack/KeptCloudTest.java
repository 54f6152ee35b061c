package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulator still has after a restart. */
class KeptCloudTest {

  private static final List<String> LISTS =
      List.of("/networks", "/subnets", "/ports", "/routers", "/security-groups");
  private static final String IMAGES = "/images";

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("cloud.jsonl");
  }

  private static Tenant tenant(SandboxOpenStack cloud) {
    return new Tenant(OpenStackClient.of(Cloud.simulated(cloud), Cloud.simulated(cloud).account()));
  }

  private SandboxOpenStack start(Duration buildTime) {
    return SandboxOpenStack.start(0, Settings.quick().withBuildTime(buildTime), file());
  }

  private static List<String> everything(Tenant tenant) {
    return Stream.concat(
            LISTS.stream().map(list -> tenant.client().get("network", list)),
            Stream.of(tenant.client().get("image", IMAGES)))
        .map(reply -> reply.is(200).text())
        .toList();
  }

  @Test
  void whatWasMadeComesBackAsItWas() {
    List<String> before;
    JsonNode server;
    try (SandboxOpenStack cloud = start(Duration.ofMillis(100))) {
      Tenant tenant = tenant(cloud);
      JsonNode network = tenant.network();
      JsonNode router = tenant.make("router");
      tenant.connect(router, tenant.subnet(network, "10.77.0.0/24"));
      server = tenant.awaitActive(tenant.server(network, "metadata", with("a", "b")));
      tenant.client().delete("network", "/networks/" + Tenant.id(tenant.network())).is(204);
      Map<String, Object> image =
          Map.of("name", "kept", "disk_format", "raw", "container_format", "bare");
      tenant.client().post("image", IMAGES, image).is(201);
      before = everything(tenant);
      assertThat(tenant.names("image", IMAGES)).contains("kept");
    }

    try (SandboxOpenStack cloud = start(Duration.ofMillis(100))) {
      Tenant tenant = tenant(cloud);
      assertThat(everything(tenant)).isEqualTo(before);
      JsonNode after = tenant.server(Tenant.id(server));
      assertThat(after.path("addresses")).isEqualTo(server.path("addresses"));
      assertThat(after.path("metadata")).isEqualTo(server.path("metadata"));
      assertThat(after.path("status").asText()).isEqualTo("ACTIVE");
      assertThat(after.path("created")).isEqualTo(server.path("created"));

      tenant.client().delete("compute", "/servers/" + Tenant.id(server)).is(204);
      tenant.awaitGone(Tenant.id(server));
      assertThat(tenant.list("network", "/ports"))
          .noneMatch(port -> port.path("device_id").equals(server.path("id")));
    }
  }

  @Test
  void whatWasUnderWayGoesOn() throws IOException {
    Path killed = folder.resolve("killed.jsonl");
    JsonNode built;
    JsonNode going;
    try (SandboxOpenStack cloud = start(Duration.ofMillis(300))) {
      Tenant tenant = tenant(cloud);
      JsonNode network = tenant.networkWithSubnet();
      going = tenant.awaitActive(tenant.server(network));
      built = tenant.server(network);
      tenant.client().delete("compute", "/servers/" + Tenant.id(going)).is(204);
      Files.copy(file(), killed);
    }
    Files.writeString(killed, "{\"name\":\"server/x\",\"th", StandardOpenOption.APPEND);

    try (SandboxOpenStack cloud = SandboxOpenStack.start(0, Settings.quick(), killed)) {
      Tenant tenant = tenant(cloud);
      tenant.awaitActive(built);
      tenant.awaitGone(Tenant.id(going));
    }
  }

  @Test
  void whatWasEmptiedStaysEmpty() {
    int networks;
    try (SandboxOpenStack cloud = start(Duration.ofMillis(100))) {
      Tenant tenant = tenant(cloud);
      networks = tenant.list("network", "/networks").size();
      tenant.network();
      OpenStackClient.call("POST", cloud.url() + "/sandbox/reset", with(), Map.of()).is(204);
    }

    try (SandboxOpenStack cloud = start(Duration.ofMillis(100))) {
      assertThat(tenant(cloud).list("network", "/networks")).hasSize(networks);
    }
  }
}
