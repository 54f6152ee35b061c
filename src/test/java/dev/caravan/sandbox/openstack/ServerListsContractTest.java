package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How servers are found, and what is told about them by microversion. */
class ServerListsContractTest {

  /** Two servers without networks, tagged alike and apart. */
  private static List<JsonNode> two(Tenant tenant, String name) {
    List<JsonNode> made = new ArrayList<>();
    for (String part : new String[] {"a", "b"}) {
      Object body =
          with(
              "server",
              tenant.serverBody(
                  "none",
                  "name",
                  name + "-" + part,
                  "tags",
                  List.of("dep=" + name, "part=" + part),
                  "metadata",
                  with("part", part)));
      made.add(tenant.request(body));
    }
    return made;
  }

  private static List<String> found(Tenant tenant, String name, String query) {
    return tenant.names("compute", "/servers/detail?" + query).stream()
        .filter(each -> each.startsWith(name))
        .map(each -> each.substring(name.length() + 1))
        .sorted()
        .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @ContractTest
  void serversAreFilteredByNameTagsAndStatus(Tenant tenant) {
    String name = Tenant.unique();
    two(tenant, name).forEach(tenant::awaitActive);

    assertThat(found(tenant, name, "name=" + name)).containsExactly("a", "b");
    assertThat(found(tenant, name, "name=" + encoded("^" + name + "-a$"))).containsExactly("a");
    assertThat(found(tenant, name, "tags=" + encoded("dep=" + name))).containsExactly("a", "b");
    assertThat(found(tenant, name, "tags=" + encoded("dep=" + name + ",part=b")))
        .containsExactly("b");
    assertThat(found(tenant, name, "tags-any=" + encoded("part=a,part=b")))
        .containsExactly("a", "b");
    assertThat(found(tenant, name, "not-tags=" + encoded("part=a"))).containsExactly("b");
    assertThat(found(tenant, name, "status=active")).containsExactly("a", "b");
    assertThat(found(tenant, name, "status=ERROR")).isEmpty();
    assertThat(found(tenant, name, "flavor=" + tenant.flavor())).containsExactly("a", "b");
  }

  @ContractTest
  void filterByMetadataIsSilentlyIgnored(Tenant tenant) {
    String name = Tenant.unique();
    two(tenant, name);

    assertThat(found(tenant, name, "metadata=" + encoded("{\"part\":\"a\"}")))
        .containsExactly("a", "b");
  }

  @ContractTest
  void filtersThatAreNoneAre400(Tenant tenant) {
    Reply unknown = tenant.client().get("compute", "/servers/detail?colour=red");
    Reply status = tenant.client().get("compute", "/servers/detail?status=NOSUCH");
    Reply pattern = tenant.client().get("compute", "/servers/detail?name=%5B");
    Reply order = tenant.client().get("compute", "/servers?sort_key=nope");
    Reply limit = tenant.client().get("compute", "/servers/detail?limit=x");
    Reply marker =
        tenant.client().get("compute", "/servers?marker=00000000-0000-0000-0000-000000000000");

    for (Reply reply : List.of(unknown, status, pattern, order, limit, marker)) {
      assertThat(reply.status()).as(reply.text()).isEqualTo(400);
      assertThat(reply.kind()).isEqualTo("badRequest");
    }
    assertThat(status.message()).isEqualTo("Invalid status value");
    assertThat(unknown.message()).isEqualTo("'colour' does not match any of the regexes: '^_'");
  }

  @ContractTest
  void unknownFilterIsIgnoredBefore275(Tenant tenant) {
    tenant.client().send("GET", "compute", "/servers/detail?colour=red", null, "2.74").is(200);
  }

  @ContractTest
  void listComesInPages(Tenant tenant) {
    String name = Tenant.unique();
    two(tenant, name).forEach(tenant::awaitActive);

    Reply first =
        tenant
            .client()
            .get(
                "compute",
                "/servers/detail?limit=1&sort_key=display_name&sort_dir=asc&name=" + name)
            .is(200);
    String next = first.json().path("servers_links").path(0).path("href").asText();
    Reply second = tenant.client().get("compute", next).is(200);

    assertThat(names(first)).containsExactly(name + "-a");
    assertThat(first.json().path("servers_links").path(0).path("rel").asText()).isEqualTo("next");
    assertThat(names(second)).containsExactly(name + "-b");
    Reply whole = tenant.client().get("compute", "/servers?name=" + name).is(200);
    assertThat(whole.json().has("servers_links")).isFalse();
  }

  private static List<String> names(Reply reply) {
    List<String> names = new ArrayList<>();
    reply.json().path("servers").forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  @ContractTest
  void lastMadeComesFirst(Tenant tenant) {
    String name = Tenant.unique();
    JsonNode older = tenant.request(with("server", tenant.serverBody("none", "name", name)));
    tenant.awaitActive(older);
    JsonNode newer = tenant.request(with("server", tenant.serverBody("none", "name", name)));

    assertThat(tenant.list("compute", "/servers?name=" + name))
        .extracting(Tenant::id)
        .containsExactly(Tenant.id(newer), Tenant.id(older));
  }

  @ContractTest
  void shortListHoldsNamesAndLinksAlone(Tenant tenant) {
    String name = Tenant.unique();
    two(tenant, name);

    JsonNode server = tenant.list("compute", "/servers?name=" + name).get(0);

    assertThat(server.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "name", "links");
  }

  @ContractTest
  void deletedServersAreFoundByTheTimeOfTheirChange(Tenant tenant) {
    String name = Tenant.unique();
    Instant before = Instant.now().minusSeconds(5);
    List<JsonNode> both = two(tenant, name);
    both.forEach(tenant::awaitActive);
    tenant.client().delete("compute", "/servers/" + Tenant.id(both.get(0))).is(204);
    tenant.awaitGone(Tenant.id(both.get(0)));

    List<JsonNode> changed =
        tenant.list(
            "compute",
            "/servers/detail?changes-since=" + encoded(before.toString()) + "&name=" + name);

    assertThat(changed)
        .extracting(each -> each.path("status").asText())
        .containsExactlyInAnyOrder("ACTIVE", "DELETED");
    assertThat(found(tenant, name, "name=" + name)).containsExactly("b");
    Reply later =
        tenant
            .client()
            .get("compute", "/servers/detail?changes-since=2999-01-01T00:00:00Z&name=" + name);
    assertThat(later.is(200).thing().isEmpty()).isTrue();
    tenant.client().get("compute", "/servers?changes-since=yesterday").is(400);
  }

  @ContractTest
  void flavorAndTagsLookOtherwiseInOldMicroversions(Tenant tenant) {
    JsonNode asked = two(tenant, Tenant.unique()).get(0);
    String path = "/servers/" + Tenant.id(asked);

    JsonNode old = tenant.client().send("GET", "compute", path, null, "").is(200).thing();
    JsonNode embedded = tenant.client().send("GET", "compute", path, null, "2.47").thing();

    assertThat(old.path("flavor").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "links");
    assertThat(old.has("tags")).isFalse();
    assertThat(old.has("locked")).isFalse();
    assertThat(embedded.path("flavor").has("id")).isFalse();
    assertThat(embedded.path("flavor").path("original_name").asText()).isNotEmpty();
    assertThat(embedded.path("tags")).hasSize(2);
  }

  @ContractTest
  void tagsAreSetOneByOneAndTogether(Tenant tenant) {
    JsonNode server = tenant.awaitActive(two(tenant, Tenant.unique()).get(0));
    String tags = "/servers/" + Tenant.id(server) + "/tags";
    OpenStackClient client = tenant.client();

    client.put("compute", tags + "/t9", null).is(201);
    client.put("compute", tags + "/t9", null).is(204);
    client.get("compute", tags + "/t9").is(204);
    assertThat(Json.texts(client.get("compute", tags).is(200).thing())).hasSize(3).contains("t9");
    client.delete("compute", tags + "/t9").is(204);
    assertThat(client.delete("compute", tags + "/t9").is(404).kind()).isEqualTo("itemNotFound");
    client.get("compute", tags + "/t9").is(404);
    Reply replaced = client.put("compute", tags, with("tags", List.of("x"))).is(200);
    assertThat(Json.texts(replaced.thing())).containsExactly("x");
    client.delete("compute", tags).is(204);
    assertThat(client.get("compute", tags).thing().isEmpty()).isTrue();
  }

  @ContractTest
  void metadataIsMergedReplacedAndRemoved(Tenant tenant) {
    JsonNode server = tenant.awaitActive(two(tenant, Tenant.unique()).get(0));
    String metadata = "/servers/" + Tenant.id(server) + "/metadata";
    OpenStackClient client = tenant.client();

    Reply merged = client.post("compute", metadata, with("metadata", with("x", "1"))).is(200);
    assertThat(merged.json())
        .isEqualTo(Json.object("metadata", Json.object("part", "a", "x", "1")));
    Reply one = client.put("compute", metadata + "/x", with("meta", with("x", "2"))).is(200);
    assertThat(one.json()).isEqualTo(Json.object("meta", Json.object("x", "2")));
    assertThat(client.get("compute", metadata + "/x").is(200).thing().path("x").asText())
        .isEqualTo("2");
    client.delete("compute", metadata + "/x").is(204);
    assertThat(client.get("compute", metadata + "/x").is(404).message())
        .isEqualTo("Metadata item was not found");
    Reply all = client.put("compute", metadata, with("metadata", with("y", "3"))).is(200);
    assertThat(all.json()).isEqualTo(Json.object("metadata", Json.object("y", "3")));
  }
}
