package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.DEFINITIONS;
import static dev.caravan.sandbox.kubernetes.Client.VPC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeSet;

/** What there is, and where nothing is. */
class DiscoveryContractTest {

  @ContractTest
  void groupsAndVersionsAreListed(Client client) {
    assertThat(client.get("/api").is(200).json().path("versions").toString()).isEqualTo("[\"v1\"]");
    assertThat(client.get("/apis").is(200).json().path("groups").findValuesAsText("name"))
        .contains("vpc.githedgehog.com", "wiring.githedgehog.com", "agent.githedgehog.com");
    JsonNode group = client.get("/apis/vpc.githedgehog.com").is(200).json();
    assertThat(group.path("kind").asText()).isEqualTo("APIGroup");
    assertThat(group.path("preferredVersion").path("version").asText()).isEqualTo("v1beta1");
  }

  @ContractTest
  void aVersionListsItsKindsWithTheirSubresources(Client client) {
    JsonNode list = client.get(VPC).is(200).json();
    assertThat(list.path("groupVersion").asText()).isEqualTo("vpc.githedgehog.com/v1beta1");
    JsonNode vpcs = named(list, "vpcs");
    assertThat(vpcs.path("kind").asText()).isEqualTo("VPC");
    assertThat(vpcs.path("singularName").asText()).isEqualTo("vpc");
    assertThat(vpcs.path("namespaced").asBoolean()).isTrue();
    TreeSet<String> verbs = new TreeSet<>();
    vpcs.path("verbs").forEach(verb -> verbs.add(verb.asText()));
    assertThat(verbs)
        .containsExactly(
            "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    assertThat(named(list, "vpcs/status").path("verbs").toString())
        .isEqualTo("[\"get\",\"patch\",\"update\"]");
    assertThat(named(client.get("/api/v1").is(200).json(), "namespaces").path("kind").asText())
        .isEqualTo("Namespace");
  }

  private static JsonNode named(JsonNode list, String name) {
    for (JsonNode resource : list.path("resources")) {
      if (resource.path("name").asText().equals(name)) {
        return resource;
      }
    }
    throw new AssertionError("no " + name + " in " + list);
  }

  @ContractTest
  void whatIsNotThereIsAPageNotFound(Client client) {
    for (String path :
        new String[] {
          "/apis/nosuch.io",
          "/apis/nosuch.io/v1",
          "/apis/nosuch.io/v1/things",
          "/apis/vpc.githedgehog.com/v9",
          VPC + "/nosuch",
          "/nosuch"
        }) {
      assertThat(client.get(path).is(404).text()).isEqualTo("404 page not found\n");
    }
    client.get("/api/v1/nosuch").refuses(404, "NotFound");
  }

  @ContractTest
  void fabricsKindsAreDefined(Client client) {
    Map<String, String> kinds =
        Map.ofEntries(
            Map.entry("vpcs.vpc", "VPC"),
            Map.entry("vpcattachments.vpc", "VPCAttachment"),
            Map.entry("vpcpeerings.vpc", "VPCPeering"),
            Map.entry("externals.vpc", "External"),
            Map.entry("ipv4namespaces.vpc", "IPv4Namespace"),
            Map.entry("switches.wiring", "Switch"),
            Map.entry("switchgroups.wiring", "SwitchGroup"),
            Map.entry("servers.wiring", "Server"),
            Map.entry("connections.wiring", "Connection"),
            Map.entry("vlannamespaces.wiring", "VLANNamespace"),
            Map.entry("agents.agent", "Agent"));
    kinds.forEach(
        (name, kind) -> {
          JsonNode spec = client.get(DEFINITIONS + "/" + name + ".githedgehog.com").is(200).spec();
          assertThat(spec.path("names").path("kind").asText()).isEqualTo(kind);
          assertThat(spec.path("scope").asText()).isEqualTo("Namespaced");
          assertThat(spec.path("versions").path(0).path("subresources").has("status")).isTrue();
        });
    assertThat(client.get(DEFINITIONS).is(200).names())
        .contains("vpcs.vpc.githedgehog.com", "agents.agent.githedgehog.com");
    assertThat(client.get(DEFINITIONS + "/nosuch").refuses(404, "NotFound").message())
        .isEqualTo("customresourcedefinitions.apiextensions.k8s.io \"nosuch\" not found");
  }

  @ContractTest
  void theUsualNamespacesAreThere(Client client) {
    assertThat(client.get("/api/v1/namespaces").is(200).names())
        .contains("default", "kube-node-lease", "kube-public", "kube-system");
    JsonNode one = client.get("/api/v1/namespaces/default").is(200).json();
    assertThat(one.path("status").path("phase").asText()).isEqualTo("Active");
    assertThat(client.get("/api/v1/namespaces/nosuch").refuses(404, "NotFound").message())
        .isEqualTo("namespaces \"nosuch\" not found");
  }
}
