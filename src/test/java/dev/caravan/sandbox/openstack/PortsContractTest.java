package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** Ports, their addresses and their security groups. */
class PortsContractTest {

  private static Reply post(Tenant tenant, Object... attributes) {
    return tenant.client().post("network", "/ports", with("port", with(attributes)));
  }

  private static String address(JsonNode port) {
    return port.path("fixed_ips").path(0).path("ip_address").asText();
  }

  @ContractTest
  void portGetsAnAddressAndTheDefaultGroup(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();

    JsonNode port = tenant.make("port", "network_id", Tenant.id(network));

    assertThat(address(port)).startsWith("10.77.0.").isNotEqualTo("10.77.0.1");
    assertThat(port.path("fixed_ips")).hasSize(1);
    assertThat(port.path("mac_address").asText()).startsWith("fa:16:3e:");
    assertThat(port.path("status").asText()).isEqualTo("DOWN");
    assertThat(port.path("device_id").asText()).isEmpty();
    assertThat(port.path("device_owner").asText()).isEmpty();
    JsonNode group =
        tenant
            .list(
                "network",
                "/security-groups?name=default&project_id=" + tenant.client().projectId())
            .get(0);
    assertThat(Json.texts(port.path("security_groups"))).containsExactly(Tenant.id(group));
  }

  @ContractTest
  void manyPortsComeOfOneRequestAndTakeTagsAfterwards(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    String name = Tenant.unique();
    Object one =
        with("network_id", Tenant.id(network), "name", name, "tags", List.of("dep=" + name));

    Reply reply =
        tenant.client().post("network", "/ports", with("ports", List.of(one, one, one))).is(201);
    JsonNode ports = reply.json().path("ports");
    ports.forEach(port -> tenant.keep("port", port));

    assertThat(ports).hasSize(3);
    assertThat(StreamSupport.stream(ports.spliterator(), false).map(PortsContractTest::address))
        .doesNotHaveDuplicates();
    // Kept where tag_ports_during_bulk_creation is configured, else dropped without a word.
    assertThat(Json.texts(ports.path(0).path("tags"))).isIn(List.of(), List.of("dep=" + name));
    ports.forEach(
        port ->
            tenant
                .client()
                .put("network", "/ports/" + Tenant.id(port) + "/tags/dep%3D" + name, null)
                .is(201));
    assertThat(tenant.list("network", "/ports?tags=dep%3D" + name)).hasSize(3);
  }

  @ContractTest
  void addressesAndSubnetsMayBeChosen(Tenant tenant) {
    JsonNode network = tenant.network();
    JsonNode first = tenant.subnet(network, "10.81.0.0/24");
    JsonNode second = tenant.subnet(network, "10.81.1.0/24");

    JsonNode both =
        tenant.make(
            "port",
            "network_id",
            Tenant.id(network),
            "fixed_ips",
            List.of(
                with("subnet_id", Tenant.id(first)),
                with("subnet_id", Tenant.id(second), "ip_address", "10.81.1.9")));
    JsonNode any = tenant.make("port", "network_id", Tenant.id(network));

    assertThat(both.path("fixed_ips").findValuesAsText("ip_address"))
        .hasSize(2)
        .contains("10.81.1.9")
        .anyMatch(address -> address.startsWith("10.81.0."));
    assertThat(any.path("fixed_ips")).hasSize(1);
    assertThat(tenant.list("network", "/ports?fixed_ips=ip_address%3D10.81.1.9"))
        .extracting(Tenant::id)
        .contains(Tenant.id(both));
  }

  @ContractTest
  void addressesThatCannotBeAreRefused(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    String id = Tenant.id(network);
    String subnet = tenant.one("network", network).path("subnets").path(0).asText();
    tenant.make("port", "network_id", id, "fixed_ips", List.of(with("ip_address", "10.77.0.50")));

    Reply taken =
        post(tenant, "network_id", id, "fixed_ips", List.of(with("ip_address", "10.77.0.50")));
    Reply outside =
        post(tenant, "network_id", id, "fixed_ips", List.of(with("ip_address", "10.99.0.5")));
    Reply elsewhere =
        post(
            tenant,
            "network_id",
            id,
            "fixed_ips",
            List.of(with("subnet_id", subnet, "ip_address", "10.99.0.5")));

    assertThat(taken.is(409).type()).isEqualTo("IpAddressAlreadyAllocated");
    assertThat(taken.message())
        .isEqualTo("IP address 10.77.0.50 already allocated in subnet " + subnet);
    assertThat(outside.is(400).type()).isEqualTo("InvalidIpForNetwork");
    assertThat(outside.message())
        .isEqualTo(
            "IP address 10.99.0.5 is not a valid IP for any of the subnets on the specified"
                + " network.");
    assertThat(elsewhere.is(400).type()).isEqualTo("InvalidIpForSubnet");
  }

  @ContractTest
  void subnetRunsOutOfAddresses(Tenant tenant) {
    JsonNode network = tenant.network();
    tenant.subnet(network, "10.82.0.0/30");
    String id = Tenant.id(network);
    tenant.make("port", "network_id", id);

    Reply reply = post(tenant, "network_id", id);

    assertThat(reply.status()).as(reply.text()).isEqualTo(409);
    assertThat(reply.type()).isEqualTo("IpAddressGenerationFailure");
    assertThat(reply.message()).isEqualTo("No more IP addresses available on network " + id + ".");
  }

  @ContractTest
  void bulkOfPortsIsAllOrNothing(Tenant tenant) {
    JsonNode network = tenant.network();
    tenant.subnet(network, "10.82.0.0/29");
    Object one = with("network_id", Tenant.id(network));

    Reply reply =
        tenant
            .client()
            .post("network", "/ports", with("ports", java.util.Collections.nCopies(9, one)));

    assertThat(reply.is(409).type()).isEqualTo("IpAddressGenerationFailure");
    assertThat(tenant.list("network", "/ports?network_id=" + Tenant.id(network))).isEmpty();
  }

  @ContractTest
  void networkWithoutSubnetGivesNoAddress(Tenant tenant) {
    JsonNode port = tenant.make("port", "network_id", Tenant.id(tenant.network()));

    assertThat(port.path("fixed_ips").isEmpty()).isTrue();
  }

  @ContractTest
  void portIsChanged(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    JsonNode port = tenant.make("port", "network_id", Tenant.id(network));
    JsonNode group = tenant.make("security_group");
    String path = "/ports/" + Tenant.id(port);

    JsonNode changed =
        tenant
            .client()
            .put(
                "network",
                path,
                with(
                    "port",
                    with(
                        "description",
                        "changed",
                        "security_groups",
                        List.of(Tenant.id(group)),
                        "fixed_ips",
                        List.of(with("ip_address", "10.77.0.66")))))
            .is(200)
            .thing();

    assertThat(changed.path("description").asText()).isEqualTo("changed");
    assertThat(address(changed)).isEqualTo("10.77.0.66");
    assertThat(Json.texts(changed.path("security_groups"))).containsExactly(Tenant.id(group));
    Reply held = tenant.client().delete("network", "/security-groups/" + Tenant.id(group));
    assertThat(held.is(409).type()).isEqualTo("SecurityGroupInUse");
    assertThat(held.message()).isEqualTo("Security Group " + Tenant.id(group) + " in use.");
    tenant.client().delete("network", path).is(204);
  }

  @ContractTest
  void unknownGroupIs404(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    String nobody = "00000000-0000-0000-0000-000000000000";

    Reply reply =
        post(tenant, "network_id", Tenant.id(network), "security_groups", List.of(nobody));

    assertThat(reply.is(404).type()).isEqualTo("SecurityGroupNotFound");
  }
}
