package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Networks and their subnets, and how Neutron lists and refuses. */
class NetworksContractTest {

  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private static Reply post(Tenant tenant, String kind, Object... attributes) {
    return tenant.client().post("network", Tenant.path(kind), with(kind, with(attributes)));
  }

  private static void refused(Reply reply, int status, String type, String message) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.type()).isEqualTo(type);
    assertThat(reply.message()).isEqualTo(message);
    assertThat(reply.json().path("NeutronError").path("detail").asText()).isEmpty();
  }

  @ContractTest
  void networkIsThereAtOnce(Tenant tenant) {
    JsonNode network = tenant.make("network", "description", "made by a test");

    assertThat(network.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(network.path("project_id").asText()).isEqualTo(tenant.client().projectId());
    assertThat(network.path("description").asText()).isEqualTo("made by a test");
    assertThat(network.path("subnets").isEmpty()).isTrue();
    assertThat(network.path("tags").isEmpty()).isTrue();
    assertThat(network.fieldNames())
        .toIterable()
        .contains(
            "admin_state_up",
            "mtu",
            "shared",
            "router:external",
            "revision_number",
            "created_at",
            "updated_at",
            "tenant_id");
    JsonNode shown = tenant.one("network", network);
    shown
        .properties()
        .forEach(each -> assertThat(network.path(each.getKey())).isEqualTo(each.getValue()));
  }

  @ContractTest
  void subnetGetsAGatewayAndPools(Tenant tenant) {
    JsonNode network = tenant.network();

    JsonNode subnet = tenant.subnet(network, "10.78.3.7/24");

    assertThat(subnet.path("cidr").asText()).isEqualTo("10.78.3.0/24");
    assertThat(subnet.path("gateway_ip").asText()).isEqualTo("10.78.3.1");
    assertThat(subnet.path("allocation_pools"))
        .isEqualTo(Json.array(Json.object("start", "10.78.3.2", "end", "10.78.3.254")));
    assertThat(subnet.path("enable_dhcp").asBoolean()).isTrue();
    assertThat(Json.texts(tenant.one("network", network).path("subnets")))
        .containsExactly(Tenant.id(subnet));
  }

  @ContractTest
  void poolsLeaveOutTheGatewayWhereverItIs(Tenant tenant) {
    JsonNode network = tenant.network();

    JsonNode middle = tenant.subnet(network, "10.78.4.0/29", "gateway_ip", "10.78.4.4");
    JsonNode none = tenant.subnet(network, "10.78.5.0/29", "gateway_ip", null);

    assertThat(middle.path("allocation_pools"))
        .containsExactlyInAnyOrder(
            Json.object("start", "10.78.4.1", "end", "10.78.4.3"),
            Json.object("start", "10.78.4.5", "end", "10.78.4.6"));
    assertThat(none.path("gateway_ip").isNull()).isTrue();
    assertThat(none.path("allocation_pools"))
        .containsExactly(Json.object("start", "10.78.5.1", "end", "10.78.5.6"));
  }

  @ContractTest
  void subnetsOfANetworkDoNotOverlap(Tenant tenant) {
    JsonNode network = tenant.network();
    String id = Tenant.id(network);
    tenant.subnet(network, "10.79.0.0/24");

    refused(
        post(tenant, "subnet", "network_id", id, "ip_version", 4, "cidr", "10.79.0.0/25"),
        400,
        "InvalidInput",
        "Invalid input for operation: Requested subnet with cidr: 10.79.0.0/25 for network: "
            + id
            + " overlaps with another subnet.");
    tenant.subnet(tenant.network(), "10.79.0.0/24");
  }

  @ContractTest
  void subnetThatMakesNoSenseIs400(Tenant tenant) {
    String id = Tenant.id(tenant.network());

    Reply cidr = post(tenant, "subnet", "network_id", id, "ip_version", 4, "cidr", "10.0.0.0/99");
    Reply none = post(tenant, "subnet", "network_id", id, "ip_version", 4);
    Reply gateway =
        post(
            tenant,
            "subnet",
            "network_id",
            id,
            "ip_version",
            4,
            "cidr",
            "10.0.0.0/24",
            "gateway_ip",
            "10.9.9.9x");
    Reply version = post(tenant, "subnet", "network_id", id, "cidr", "10.0.0.0/24");
    Reply lost =
        post(tenant, "subnet", "network_id", NOBODY, "ip_version", 4, "cidr", "10.0.0.0/24");

    refused(
        cidr,
        400,
        "InvalidInput",
        "Invalid input for operation: 10.0.0.0/99 is not in a CIDR format.");
    assertThat(none.is(400).type()).isEqualTo("BadRequest");
    refused(
        gateway,
        400,
        "HTTPBadRequest",
        "Invalid input for gateway_ip. Reason: '10.9.9.9x' is not a valid IP address.");
    refused(
        version,
        400,
        "HTTPBadRequest",
        "Failed to parse request. Required attribute 'ip_version' not specified");
    refused(lost, 404, "NetworkNotFound", "Network " + NOBODY + " could not be found.");
  }

  @ContractTest
  void attributesThatAreNoneAreRefused(Tenant tenant) {
    refused(
        post(tenant, "network", "name", Tenant.unique(), "colour", "red"),
        400,
        "HTTPBadRequest",
        "Unrecognized attribute(s) 'colour'");
    refused(
        post(tenant, "network", "name", Tenant.unique(), "tags", List.of("a")),
        400,
        "HTTPBadRequest",
        "Attribute 'tags' not allowed in POST");
    Reply shared = post(tenant, "network", "name", Tenant.unique(), "shared", true);
    assertThat(shared.is(403).type()).isEqualTo("PolicyNotAuthorized");
    Reply vlan = post(tenant, "network", "name", Tenant.unique(), "provider:network_type", "vlan");
    assertThat(vlan.is(403).type()).isEqualTo("PolicyNotAuthorized");
    Reply empty = tenant.client().post("network", "/networks", with("subnet", with()));
    assertThat(empty.is(400).type()).isEqualTo("HTTPBadRequest");
  }

  @ContractTest
  void whatIsNotThereIs404WithTheKindInTheType(Tenant tenant) {
    OpenStackClient client = tenant.client();

    refused(
        client.get("network", "/networks/" + NOBODY),
        404,
        "NetworkNotFound",
        "Network " + NOBODY + " could not be found.");
    refused(
        client.delete("network", "/subnets/" + NOBODY),
        404,
        "SubnetNotFound",
        "Subnet " + NOBODY + " could not be found.");
    refused(
        client.get("network", "/ports/" + NOBODY),
        404,
        "PortNotFound",
        "Port " + NOBODY + " could not be found.");
    refused(
        client.get("network", "/routers/" + NOBODY),
        404,
        "RouterNotFound",
        "Router " + NOBODY + " could not be found");
    refused(
        client.get("network", "/security-groups/" + NOBODY),
        404,
        "SecurityGroupNotFound",
        "Security group " + NOBODY + " does not exist");
    refused(
        client.get("network", "/floatingips/" + NOBODY),
        404,
        "FloatingIPNotFound",
        "Floating IP " + NOBODY + " could not be found");
    refused(
        client.get("network", "/nothing"), 404, "HTTPNotFound", "The resource could not be found.");
  }

  @ContractTest
  void manyNetworksComeOfOneRequestOrNone(Tenant tenant) {
    String name = Tenant.unique();

    Reply made =
        tenant
            .client()
            .post(
                "network",
                "/networks",
                with("networks", List.of(with("name", name), with("name", name))))
            .is(201);
    made.thing().forEach(each -> tenant.keep("network", each));
    Reply broken =
        tenant
            .client()
            .post(
                "network",
                "/networks",
                with("networks", List.of(with("name", name), with("name", name, "tags", "a"))));

    assertThat(made.json().path("networks")).hasSize(2);
    assertThat(broken.status()).isEqualTo(400);
    assertThat(tenant.names("network", "/networks?name=" + name)).containsExactly(name, name);
  }

  @ContractTest
  void quotaIs409OfATypeOfItsOwn(Tenant tenant) {
    JsonNode quota =
        tenant
            .client()
            .get("network", "/quotas/" + tenant.client().projectId() + "/details")
            .is(200)
            .json()
            .path("quota");
    int most = quota.path("network").path("limit").asInt();
    assertThat(quota.path("port").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("limit", "used", "reserved");
    assertThat(quota.fieldNames())
        .toIterable()
        .contains("subnet", "router", "floatingip", "security_group", "security_group_rule");
    assumeThat(most).isBetween(1, 1000);
    List<?> many = IntStream.rangeClosed(0, most).mapToObj(i -> with("name", "x")).toList();

    Reply reply = tenant.client().post("network", "/networks", with("networks", many));

    refused(reply, 409, "OverQuota", "Quota exceeded for resources: ['network'].");
  }

  @ContractTest
  void networksAreFilteredByAnyAttribute(Tenant tenant) {
    String name = Tenant.unique();
    JsonNode network = tenant.make("network", "name", name, "description", "for " + name);
    tenant.client().put("network", "/networks/" + Tenant.id(network) + "/tags/a%3D1", null).is(201);
    String project = "project_id=" + tenant.client().projectId();

    for (String query :
        List.of(
            "name=" + name,
            "description=" + encoded("for " + name),
            "id=" + Tenant.id(network),
            "tags=a%3D1&name=" + name,
            "tags-any=a%3D1,b&name=" + name,
            "not-tags=b&name=" + name,
            project + "&name=" + name,
            "name=" + name + "&name=other",
            "status=ACTIVE&admin_state_up=true&shared=False&name=" + name)) {
      assertThat(tenant.names("network", "/networks?" + query)).as(query).containsExactly(name);
    }
    assertThat(tenant.names("network", "/networks?name=" + name + "x")).isEmpty();
    assertThat(tenant.names("network", "/networks?tags=b&name=" + name)).isEmpty();
    refused(
        tenant.client().get("network", "/networks?colour=red"),
        400,
        "HTTPBadRequest",
        "['colour'] is invalid attribute for filtering");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @ContractTest
  void fieldsMayBeFew(Tenant tenant) {
    JsonNode network = tenant.network();

    JsonNode found =
        tenant
            .list(
                "network", "/networks?fields=id&fields=name&name=" + network.path("name").asText())
            .get(0);

    assertThat(found.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "name");
  }

  @ContractTest
  void listComesInPagesThatLinkToBothSides(Tenant tenant) {
    String name = Tenant.unique();
    for (int i = 0; i < 3; i++) {
      tenant.make("network", "name", name);
    }

    Reply whole = tenant.client().get("network", "/networks?name=" + name).is(200);
    Reply first = tenant.client().get("network", "/networks?limit=2&name=" + name).is(200);
    String next = link(first, "next");
    Reply second = tenant.client().get("network", next).is(200);
    Reply back = tenant.client().get("network", link(second, "previous")).is(200);

    assertThat(whole.json().has("networks_links")).isFalse();
    assertThat(first.json().path("networks")).hasSize(2);
    assertThat(link(first, "previous")).contains("page_reverse=True");
    assertThat(second.json().path("networks")).hasSize(1);
    assertThat(link(second, "next")).isEmpty();
    Reply lost = tenant.client().get("network", "/networks?limit=1&marker=" + NOBODY);
    assertThat(lost.is(404).type()).isEqualTo("NetworkNotFound");
    assertThat(back.json().path("networks")).isEqualTo(first.json().path("networks"));
  }

  private static String link(Reply reply, String rel) {
    for (JsonNode link : reply.json().path("networks_links")) {
      if (link.path("rel").asText().equals(rel)) {
        return link.path("href").asText();
      }
    }
    return "";
  }

  @ContractTest
  void tagsAreSetAfterwards(Tenant tenant) {
    JsonNode network = tenant.network();
    String tags = "/networks/" + Tenant.id(network) + "/tags";
    OpenStackClient client = tenant.client();

    client.put("network", tags + "/one", null).is(201);
    client.put("network", tags + "/one", null).is(201);
    Reply replaced = client.put("network", tags, with("tags", List.of("two", "dep=1"))).is(200);
    assertThat(Json.texts(replaced.json().path("tags"))).containsExactlyInAnyOrder("two", "dep=1");
    client.get("network", tags + "/two").is(204);
    assertThat(client.get("network", tags + "/one").is(404).type()).isEqualTo("TagNotFound");
    client.delete("network", tags + "/two").is(204);
    assertThat(Json.texts(client.get("network", tags).is(200).json().path("tags")))
        .containsExactly("dep=1");
    client.delete("network", tags).is(204);
    assertThat(tenant.one("network", network).path("tags").isEmpty()).isTrue();
  }

  @ContractTest
  void networkIsRenamed(Tenant tenant) {
    JsonNode network = tenant.network();
    String path = "/networks/" + Tenant.id(network);
    String name = Tenant.unique();

    Reply changed =
        tenant.client().put("network", path, with("network", with("name", name))).is(200);

    assertThat(changed.thing().path("name").asText()).isEqualTo(name);
    assertThat(changed.thing().path("revision_number").asInt())
        .isGreaterThan(network.path("revision_number").asInt());
    Reply wrong = tenant.client().put("network", path, with("network", with("status", "DOWN")));
    refused(wrong, 400, "HTTPBadRequest", "Cannot update read-only attribute status");
  }

  @ContractTest
  void networkOfAllIsNotForAllToChange(Tenant tenant) {
    List<JsonNode> external =
        tenant.list("network", "/networks?router:external=true").stream()
            .filter(each -> !each.path("project_id").asText().equals(tenant.client().projectId()))
            .toList();
    assumeThat(external).isNotEmpty();
    String path = "/networks/" + Tenant.id(external.get(0));

    refused(
        tenant.client().delete("network", path),
        403,
        "PolicyNotAuthorized",
        "rule:delete_network is disallowed by policy");
    refused(
        post(tenant, "port", "network_id", Tenant.id(external.get(0))),
        403,
        "HTTPForbidden",
        "Tenant " + tenant.client().projectId() + " not allowed to create port on this network");
  }

  @ContractTest
  void networkGoesWithItsSubnetsButNotWithPorts(Tenant tenant) {
    JsonNode network = tenant.network();
    JsonNode subnet = tenant.subnet(network, "10.80.0.0/24");
    String path = "/networks/" + Tenant.id(network);
    JsonNode port = tenant.make("port", "network_id", Tenant.id(network));

    Reply held = tenant.client().delete("network", path);
    refused(
        held,
        409,
        "NetworkInUse",
        "Unable to complete operation on network "
            + Tenant.id(network)
            + ". There are one or more ports still in use on the network, id for these ports is: "
            + Tenant.id(port)
            + ".");
    refused(
        tenant.client().delete("network", "/subnets/" + Tenant.id(subnet)),
        409,
        "SubnetInUse",
        "Unable to complete operation on subnet "
            + Tenant.id(subnet)
            + ": One or more ports have an IP allocation from this subnet.");
    tenant.client().delete("network", "/ports/" + Tenant.id(port)).is(204);
    tenant.client().delete("network", path).is(204);
    tenant.client().get("network", "/subnets/" + Tenant.id(subnet)).is(404);
    tenant.client().delete("network", path).is(404);
  }

  @ContractTest
  void whatBelongsToAnotherProjectIsNotThere(Tenant tenant) {
    assumeThat(tenant.client().cloud().other()).isPresent();
    Cloud cloud = tenant.client().cloud();
    OpenStackClient other = OpenStackClient.of(cloud, cloud.other().orElseThrow());
    String id = Tenant.id(tenant.network());

    refused(
        other.get("network", "/networks/" + id),
        404,
        "NetworkNotFound",
        "Network " + id + " could not be found.");
    other.delete("network", "/networks/" + id).is(404);
    assertThat(other.get("network", "/networks?id=" + id).is(200).thing().isEmpty()).isTrue();
  }
}
