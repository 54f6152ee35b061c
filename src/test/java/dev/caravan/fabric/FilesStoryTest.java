package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files as people write them for kubectl mean here what they mean there. */
class FilesStoryTest extends FabricStory {

  private static final String EXTERNALS = objects("vpc", "externals");

  private String inSync(Map<String, ?> more) {
    String fabric = fabric(more);
    JsonNode run = sync(fabric);
    assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("in_sync");
    forgetRequests();
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(writes()).isZero();
    return fabric;
  }

  @Test
  void communitiesAreTexts() throws Exception {
    declare(
        "a.yaml",
        """
        apiVersion: vpc.githedgehog.com/v1beta1
        kind: External
        metadata: {name: ext-1}
        spec:
          ipv4Namespace: default
          inboundCommunity: 65102:50
          outboundCommunity: 50000:50001
        """);

    inSync(Map.of());

    JsonNode there = there(EXTERNALS + "/ext-1").path("spec");
    assertThat(there.path("inboundCommunity").textValue()).isEqualTo("65102:50");
    assertThat(there.path("outboundCommunity").textValue()).isEqualTo("50000:50001");
  }

  @Test
  void oneAnchorIsMergedThirtyTimes() throws Exception {
    StringBuilder file = new StringBuilder(vpc("vpc-many", 1000).split("  subnets:", 2)[0]);
    file.append("  subnets:\n    s0: &d {subnet: 10.0.0.0/24, vlan: 1000, isolated: true}\n");
    for (int i = 1; i <= 30; i++) {
      file.append("    s%d: {<<: *d, subnet: 10.0.%d.0/24, vlan: %d}\n".formatted(i, i, 1000 + i));
    }
    declare("a.yaml", file.toString());

    inSync(Map.of());

    JsonNode subnets = there(VPCS + "/vpc-many").at("/spec/subnets");
    assertThat(subnets).hasSize(31);
    assertThat(subnets.at("/s30/vlan").asInt()).isEqualTo(1030);
    assertThat(subnets.at("/s30/isolated").asBoolean()).isTrue();
  }

  @Test
  void listsJsonAndWindowsFilesAreRead() throws Exception {
    declare(
        "list.yml",
        "apiVersion: v1\nkind: List\nitems:\n- "
            + vpc("vpc-1", 101).replace("---\n", "").replace("\n", "\n  ").strip()
            + "\n");
    declare(
        "b.json",
        """
        {
        \t"apiVersion": "vpc.githedgehog.com/v1beta1", "kind": "VPC", "metadata": {"name": "vpc-2"},
        \t"spec": {"subnets": {"default": {"vlan": 102.0}}}
        }
        """);
    declare(
        "c.yaml",
        "\uFEFF# ours\n---\n" + vpc("vpc-3", 103).replace("\n", "\r\n") + "---\r\n# none\r\n");

    inSync(Map.of());

    for (int i = 1; i <= 3; i++) {
      assertThat(there(VPCS + "/vpc-" + i).at("/spec/subnets/default/vlan").asInt())
          .isEqualTo(100 + i);
    }
  }
}
