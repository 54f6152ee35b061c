package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is pruned is what carries our mark, and much of it only where somebody says so. */
class PruneStoryTest extends FabricStory {

  private static String vpcs(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> vpc("vpc-" + i, 100 + i))
        .collect(Collectors.joining());
  }

  /** Somebody applies it under a manager of this name, with an annotation of ours. */
  private void applied(String name, int vlan, String manager, String mark) {
    Map<String, Object> object =
        Map.of(
            "apiVersion",
            "vpc.githedgehog.com/v1beta1",
            "kind",
            "VPC",
            "metadata",
            Map.of("name", name, "annotations", Map.of(OurMark.ANNOTATION, mark)),
            "spec",
            Map.of(
                "ipv4Namespace",
                "default",
                "subnets",
                Map.of(
                    "default",
                    Map.of("subnet", "10.0.%d.0/24".formatted(vlan % 250), "vlan", vlan))));
    assertThat(
            cluster
                .with("Content-Type", "application/apply-patch+yaml")
                .send("PATCH", VPCS + "/" + name + "?force=true&fieldManager=" + manager, object)
                .status())
        .isLessThan(300);
  }

  @Test
  void whatWasAppliedIsOursThoughTheAnswerWasLost() throws Exception {
    declare("vpcs.yaml", vpcs(0, 2));
    String fabric = fabric(Map.of("prune", true));
    fault(Map.of("effect", "drop_after", "method", "PATCH", "path", VPCS, "times", 100_000));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("error");
    assertThat(isThere(VPCS + "/vpc-1")).isTrue();
    sandbox.delete("/sandbox/faults");
    forgetRequests();

    JsonNode found = sync(fabric);

    assertThat(found.path("outcome").asText()).as(found.toString()).isEqualTo("in_sync");
    assertThat(writes()).isZero();
    assertThat(resource(fabric, "vpc-1").path("applied_uid"))
        .isEqualTo(there(VPCS + "/vpc-1").at("/metadata/uid"));
    declare("vpcs.yaml", vpcs(0, 1));
    assertThat(sync(fabric).at("/counts/VPC/deleted").asInt()).isEqualTo(1);
    assertThat(isThere(VPCS + "/vpc-1")).isFalse();
  }

  @Test
  void whatDoesNotCarryOurMarkIsNeverPruned() throws Exception {
    declare("vpcs.yaml", vpcs(0, 4));
    String fabric = fabric(Map.of("prune", true));
    applied("vpc-1", 101, "kubectl", fabric);
    applied("vpc-2", 102, "caravan", UUID.randomUUID().toString());
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(resource(fabric, "vpc-1").path("applied_uid").isNull()).isTrue();
    assertThat(resource(fabric, "vpc-2").path("applied_uid").isNull()).isTrue();
    applied("vpc-3", 103, "caravan", UUID.randomUUID().toString());

    declare("vpcs.yaml", vpcs(0, 1));
    JsonNode run = sync(fabric);

    assertThat(run.at("/counts/VPC/deleted").asInt()).as(run.toString()).isZero();
    assertThat(there(VPCS).path("items")).hasSize(4);
    assertThat(resource(fabric, "vpc-3").path("drift").asText()).isEqualTo("actual_only");
  }

  @Test
  void aCopiedMarkIsTakenOver() throws Exception {
    declare("vpcs.yaml", vpcs(0, 1));
    String fabric = fabric(Map.of());
    applied("vpc-0", 100, "kubectl", "somebody");
    declare("vpcs.yaml", vpcs(0, 1).replace("ipv4Namespace: default", "vlanNamespace: default"));

    JsonNode run = sync(fabric);

    assertThat(run.at("/counts/VPC/failed").asInt()).as(run.toString()).isZero();
    JsonNode notes = there(VPCS + "/vpc-0").at("/metadata/annotations");
    assertThat(notes.path(OurMark.ANNOTATION).asText()).isEqualTo(fabric);
  }

  @Test
  void muchThatIsToGoIsAskedForFirst() throws Exception {
    declare("vpcs.yaml", vpcs(0, 12));
    String fabric = fabric(Map.of("prune", true));
    sync(fabric);
    declare("vpcs.yaml", vpcs(6, 12));

    JsonNode run = sync(fabric);

    assertThat(run.path("outcome").asText()).isEqualTo("suspect_empty");
    assertThat(run.at("/error/message").asText()).contains("6 of 12").contains("accept_empty=true");
    assertThat(there(VPCS).path("items")).hasSize(12);
    assertThat(status(fabric)).isEqualTo("suspect_empty");
    JsonNode plan = sync(fabric, "?dry_run=true");
    assertThat(plan.path("outcome").asText()).isEqualTo("planned");
    assertThat(plan.path("changes")).hasSize(6);
    assertThat(there(VPCS).path("items")).hasSize(12);
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("suspect_empty");

    assertThat(sync(fabric, "?accept_empty=true").path("outcome").asText()).isEqualTo("in_sync");
    assertThat(there(VPCS).path("items")).hasSize(6);
  }

  @Test
  void whatIsRehearsedIsNotDeleted() throws Exception {
    declare("vpcs.yaml", vpcs(0, 4));
    String fabric = fabric(Map.of("prune", true, "dry_run_first", true));
    sync(fabric);
    JsonNode uid = there(VPCS + "/vpc-3").at("/metadata/uid");
    declare("vpcs.yaml", vpcs(0, 3) + vpc("wrong", 200).replace("vlan: 200", "vlan: many"));

    JsonNode plan = sync(fabric, "?dry_run=true");
    JsonNode refused = sync(fabric);

    assertThat(plan.path("outcome").asText()).as(plan.toString()).isEqualTo("planned");
    assertThat(refused.at("/counts/VPC/failed").asInt()).as(refused.toString()).isPositive();
    assertThat(there(VPCS + "/vpc-3").at("/metadata/uid")).isEqualTo(uid);
  }

  @Test
  void aFewAreNotAskedFor() throws Exception {
    declare("vpcs.yaml", vpcs(0, 7));
    String fabric = fabric(Map.of("prune", true));
    sync(fabric);
    declare("vpcs.yaml", vpcs(5, 7));

    assertThat(sync(fabric).at("/counts/VPC/deleted").asInt()).isEqualTo(5);
    assertThat(there(VPCS).path("items")).hasSize(2);
  }

  @Test
  void aThirdIsNotMuch() {
    FabricProperties usual =
        new FabricProperties(Duration.ofDays(1), Duration.ofMinutes(5), 5, 0.33333334);
    assertThat(usual.areMany(100, 300)).isFalse();
    assertThat(usual.areMany(101, 300)).isTrue();
    assertThat(usual.areMany(5, 5)).isFalse();
    assertThat(usual.areMany(6, 7)).isTrue();
  }
}
