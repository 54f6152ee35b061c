package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A folder that a tool is to make objects of is told so; nothing of it is applied or believed. */
class NotRenderedStoryTest extends FabricStory {

  private static final String PATCH =
      """
      apiVersion: vpc.githedgehog.com/v1beta1
      kind: VPC
      metadata: {name: vpc-k}
      spec:
        subnets:
          default: {vlan: 2001}
      """;

  private void isRefused(String fabric, String words) {
    long resources = resources(fabric).size();
    forgetRequests();

    JsonNode run = sync(fabric);

    assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("error");
    assertThat(run.at("/error/type").asText()).isEqualTo("NOT_RENDERED");
    assertThat(run.at("/error/message").asText()).contains(words);
    assertThat(run.at("/error/problems/0").asText()).contains(words);
    assertThat(writes()).isZero();
    assertThat(resources(fabric)).hasSize((int) resources);
    assertThat(status(fabric)).isEqualTo("error");
  }

  @Test
  void anOverlayIsNoDeclaration() throws Exception {
    repository
        .with("base/vpc.yaml", vpc("vpc-k", 1001))
        .with("base/kustomization.yaml", "resources: [vpc.yaml]\n")
        .with("fabric/patch.yaml", PATCH)
        .with(
            "fabric/kustomization.yaml",
            "resources: [../base]\nnamePrefix: prod-\npatches: [{path: patch.yaml}]\n")
        .commit("An overlay");
    String fabric = fabric(Map.of());

    isRefused(fabric, "this folder is a kustomization, which is not rendered");

    assertThat(isThere(VPCS + "/vpc-k")).isFalse();
    assertThat(resources(fabric)).isEmpty();
  }

  @Test
  void whatWasAppliedBeforeStaysAsItIsWhenTheFolderBecomesAKustomization() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    String fabric = fabric(Map.of("prune", true, "self_heal", true));
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    repository
        .with("fabric/Kustomization", "resources: [vpc.yaml]\n")
        .with("fabric/vpc.yaml", PATCH)
        .commit("A kustomization");

    isRefused(fabric, "this folder is a kustomization");

    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(101);
    assertThat(resource(fabric, "vpc-1").path("drift").asText()).isEqualTo("in_sync");
  }

  @Test
  void aFolderInsideThatIsOneIsNamed() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    declare("overlays/prod/kustomization.yml", "resources: [../..]\n");

    isRefused(fabric(Map.of()), "folder fabric/overlays/prod is a kustomization");
  }

  @Test
  void aPatchOfAKustomizationAroundTheFolderIsNone() throws Exception {
    repository.with("kustomization.yaml", "patches: [{path: fabric/patch.yaml}]\n");
    declare("patch.yaml", PATCH);
    String fabric = fabric(Map.of());

    isRefused(fabric, "fabric/patch.yaml is one of the patches of kustomization.yaml");

    repository.with("kustomization.yaml", "resources: [fabric/patch.yaml]\n").commit("A resource");
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
  }

  @Test
  void aChartOrItsTemplatesAreNone() throws Exception {
    repository.with("chart/Chart.yaml", "apiVersion: v2\nname: fabric\nversion: 1.0.0\n");
    repository.with("chart/templates/vpc.yaml", vpc("vpc-1", 101)).commit("A chart");
    for (String path : new String[] {"chart", "chart/templates"}) {
      Map<String, String> git = Map.of("url", repository.url(), "ref", "master", "path", path);
      isRefused(fabric(Map.of("git", git)), "Helm chart");
    }
    assertThat(isThere(VPCS + "/vpc-1")).isFalse();
  }
}
