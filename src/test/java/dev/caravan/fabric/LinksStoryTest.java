package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/**
 * Links inside a repository are followed, others are named, and so is all that declares nothing.
 */
class LinksStoryTest extends FabricStory {

  private JsonNode inSync(String fabric) {
    JsonNode run = sync(fabric);
    assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("in_sync");
    return run;
  }

  private static Map<String, String> passedOver(JsonNode run) {
    Map<String, String> all = new TreeMap<>();
    run.at("/passed_over/items")
        .forEach(each -> all.put(each.path("path").asText(), each.path("reason").asText()));
    assertThat(run.at("/passed_over/count").asInt()).isEqualTo(all.size());
    return all;
  }

  private void isRefused(String link, String words) {
    JsonNode run = sync(fabric(Map.of()));
    assertThat(run.at("/error/type").asText()).as(run.toString()).isEqualTo("BAD_YAML");
    assertThat(run.at("/error/message").asText()).contains(link).contains(words);
  }

  @Test
  void linksToFilesAndFoldersAreFollowedAndTheirTargetsNoticed() throws Exception {
    repository
        .with("base/one.yaml", vpc("vpc-1", 101))
        .with("base/more/two.yaml", vpc("vpc-2", 102))
        .with("three.txt", vpc("vpc-3", 103))
        .link("fabric/base", "../base")
        .link("fabric/three.yaml", "../three.txt")
        .link("fabric/again", "base/more")
        .link("fabric/here.yaml", "three.yaml")
        .link("current", "fabric")
        .commit("Links");
    Map<String, String> git = Map.of("url", repository.url(), "ref", "master", "path", "current");
    String fabric = fabric(Map.of("git", git));

    JsonNode run = inSync(fabric);

    assertThat(resources(fabric)).containsOnlyKeys("vpc-1", "vpc-2", "vpc-3");
    assertThat(passedOver(run))
        .containsOnlyKeys("fabric/base/more/two.yaml", "fabric/three.yaml")
        .allSatisfy((path, why) -> assertThat(why).contains("is the same file as"));
    assertThat(resource(fabric, "vpc-2").path("desired_file").asText())
        .isEqualTo("fabric/again/two.yaml");

    repository.with("base/one.yaml", vpc("vpc-1", 111)).commit("Outside the folder");
    inSync(fabric);
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(111);
    assertThat(passedOver(inSync(fabric))).hasSize(2);
  }

  @Test
  void linksOutOfTheRepositoryAreRefusedByName() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    repository.link("fabric/out.yaml", "../../etc/passwd").commit("Out");
    isRefused("fabric/out.yaml", "is a link out of the repository (../../etc/passwd)");
  }

  @Test
  void absoluteLinksAreRefusedByName() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    repository.link("fabric/etc", "/etc").commit("Out");
    isRefused("fabric/etc", "is a link out of the repository (/etc)");
  }

  @Test
  void linksThatLeadBackAreRefusedByName() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    repository.link("fabric/self", ".").commit("A loop");
    isRefused("fabric/self", "is a link to a folder that it is in itself");
    repository
        .without("fabric/self")
        .link("fabric/a.yaml", "b.yaml")
        .link("fabric/b.yaml", "a.yaml")
        .commit("Another");
    isRefused("fabric/a.yaml", "leads back to itself");
  }

  @Test
  void linksToNothingAreRefusedByName() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    repository.link("fabric/gone.yaml", "nowhere.yaml").commit("Nothing");
    isRefused("fabric/gone.yaml", "is a link to nothing: there is no fabric/nowhere.yaml");
  }

  @Test
  void aLinkToAPatchIsNoDeclaration() throws Exception {
    repository
        .with("overlay/patch.yaml", vpc("vpc-1", 101))
        .with("overlay/kustomization.yaml", "patches: [{path: patch.yaml}]\n")
        .link("fabric/vpc.yaml", "../overlay/patch.yaml")
        .commit("A patch");
    JsonNode run = sync(fabric(Map.of()));
    assertThat(run.at("/error/type").asText()).as(run.toString()).isEqualTo("NOT_RENDERED");
  }

  @Test
  void whatDeclaresNothingIsToldInTheReportOfTheRun() throws Exception {
    repository
        .with("fabric/README.md", "Ours")
        .with("fabric/values.yaml", "replicas: 2\n")
        .with("fabric/empty.yml", "# later\n")
        .with("fabric/.github/workflows/a.yaml", "on: push\n")
        .with("fabric/.github/workflows/b.yaml", "on: push\n")
        .with("fabric/notes/a.txt", "x");
    declare("vpc.yaml", vpc("vpc-1", 101) + "comment: none\n");
    repository.submodule(
        "fabric/module", ObjectId.fromString("1234567890123456789012345678901234567890"));
    String fabric = fabric(Map.of());

    Map<String, String> told = passedOver(inSync(fabric));

    assertThat(told)
        .containsOnlyKeys(
            "fabric/README.md",
            "fabric/values.yaml",
            "fabric/empty.yml",
            "fabric/.github",
            "fabric/notes/a.txt",
            "fabric/module",
            "fabric/vpc.yaml (document 2)");
    assertThat(told.get("fabric/module")).contains("submodule");
    assertThat(told.get("fabric/.github")).contains("hidden");
    assertThat(told.get("fabric/values.yaml")).contains("no object of Kubernetes");
    assertThat(passedOver(inSync(fabric))).isEqualTo(told);
  }
}
