package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens in a cluster between the runs is seen as it happens. */
class WatchStoryTest extends FabricStory {

  private void eventually(String fabric, String status) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(fabric), status::equals);
  }

  private void watched(String fabric) {
    Awaitility.await().until(() -> view(fabric).at("/watching/status").asText(), "active"::equals);
  }

  @Test
  void aChangeByHandIsMarkedBetweenTheRunsAndALostConnectionLosesNothing() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    String fabric = fabric(Map.of("watch", true, "sync_interval", 3600));
    eventually(fabric, "in_sync");
    watched(fabric);

    edit(VPCS + "/vpc-1", Map.of("spec", Map.of("ipv4Namespace", "theirs")));
    eventually(fabric, "out_of_sync");
    assertThat(resource(fabric, "vpc-1").at("/differences/0/manager").asText())
        .isEqualTo("kubectl-edit");
    edit(VPCS + "/vpc-1", Map.of("spec", Map.of("ipv4Namespace", "default")));
    eventually(fabric, "in_sync");

    sandbox.post("/sandbox/restart", Map.of());
    cluster.delete(VPCS + "/vpc-2");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(resource(fabric, "vpc-2").path("drift").asText())
                    .isEqualTo("desired_only"));
    eventually(fabric, "out_of_sync");
  }

  @Test
  void aSwitchIsAsItsAgentSaysWhicheverOfThemChanges() throws Exception {
    declare("all.yaml", aSwitch("leaf-1"));
    make(
        objects("agent", "agents"),
        object("agent.githedgehog.com/v1beta1", "Agent", "leaf-1", Map.of("role", "server-leaf")));
    beat("leaf-1", Instant.now(), 1);
    String fabric =
        fabric(
            Map.of(
                "watch",
                true,
                "sync_interval",
                3600,
                "api_groups",
                List.of("agent.githedgehog.com")));
    eventually(fabric, "in_sync");
    watched(fabric);
    assertThat(healthOf(fabric, "Switch", "leaf-1")).isEqualTo("healthy");

    edit(SWITCHES + "/leaf-1", Map.of("spec", Map.of("description", "By hand")));
    eventually(fabric, "out_of_sync");
    assertThat(healthOf(fabric, "Switch", "leaf-1")).isEqualTo("healthy");

    beat("leaf-1", Instant.now().minus(Duration.ofHours(1)), 1);
    Awaitility.await().until(() -> healthOf(fabric, "Switch", "leaf-1"), "degraded"::equals);
  }

  @Test
  void aWatchThatKnowsNoPositionLooksAtAFabricSyncedByHandAndAppliesNothing() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of("watch", true));
    sync(fabric);
    watched(fabric);
    declare("vpcs.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));

    fault(Map.of("effect", "status", "status", 500, "path", VPCS));
    sandbox.post("/sandbox/restart", Map.of());
    Awaitility.await().until(() -> view(fabric).at("/watching/status").asText(), "error"::equals);
    make(VPCS, vpcObject("vpc-9", 109));
    sandbox.post("/sandbox/restart", Map.of());

    JsonNode run =
        Awaitility.await()
            .until(
                () -> as("viewer").get("/api/v1/fabrics/" + fabric + "/runs").json().at("/items/0"),
                each ->
                    each.path("trigger").asText().equals("watch")
                        && !each.path("ended_at").isNull());
    assertThat(run.path("outcome").asText()).isEqualTo("out_of_sync");
    assertThat(isThere(VPCS + "/vpc-2")).isFalse();
    watched(fabric);
    make(VPCS, vpcObject("vpc-3", 103));
    Awaitility.await().until(() -> resources(fabric).containsKey("vpc-3"));
  }
}
