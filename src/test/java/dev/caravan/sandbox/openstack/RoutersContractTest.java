package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Routers, their interfaces and gateways, and floating addresses. */
class RoutersContractTest {

  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private static Reply add(Tenant tenant, JsonNode router, Object... body) {
    return tenant
        .client()
        .put("network", "/routers/" + Tenant.id(router) + "/add_router_interface", with(body));
  }

  private static Reply remove(Tenant tenant, JsonNode router, Object... body) {
    return tenant
        .client()
        .put("network", "/routers/" + Tenant.id(router) + "/remove_router_interface", with(body));
  }

  @ContractTest
  void subnetIsConnectedByAPortAtItsGateway(Tenant tenant) {
    JsonNode network = tenant.network();
    JsonNode subnet = tenant.subnet(network, "10.83.0.0/24");
    JsonNode router = tenant.make("router", "description", "made by a test");
    assertThat(router.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(router.path("external_gateway_info").isNull()).isTrue();

    JsonNode added = add(tenant, router, "subnet_id", Tenant.id(subnet)).is(200).json();
    tenant.afterwards(() -> remove(tenant, router, "subnet_id", Tenant.id(subnet)));

    assertThat(added.path("id").asText()).isEqualTo(Tenant.id(router));
    assertThat(added.path("subnet_id").asText()).isEqualTo(Tenant.id(subnet));
    assertThat(Json.texts(added.path("subnet_ids"))).containsExactly(Tenant.id(subnet));
    assertThat(added.path("network_id").asText()).isEqualTo(Tenant.id(network));
    JsonNode port = tenant.list("network", "/ports?device_id=" + Tenant.id(router)).get(0);
    assertThat(port.path("id")).isEqualTo(added.path("port_id"));
    assertThat(port.path("device_owner").asText()).isEqualTo("network:router_interface");
    assertThat(port.path("fixed_ips").path(0).path("ip_address").asText()).isEqualTo("10.83.0.1");
  }

  @ContractTest
  void whatIsConnectedStays(Tenant tenant) {
    JsonNode network = tenant.network();
    JsonNode subnet = tenant.subnet(network, "10.83.0.0/24");
    JsonNode router = tenant.make("router");
    tenant.connect(router, subnet);
    JsonNode port = tenant.list("network", "/ports?device_id=" + Tenant.id(router)).get(0);
    OpenStackClient client = tenant.client();

    Reply again = add(tenant, router, "subnet_id", Tenant.id(subnet));
    assertThat(again.is(400).type()).isEqualTo("BadRequest");
    assertThat(again.message())
        .isEqualTo(
            "Bad router request: Router already has a port on subnet " + Tenant.id(subnet) + ".");
    Reply routerHeld = client.delete("network", "/routers/" + Tenant.id(router));
    assertThat(routerHeld.is(409).type()).isEqualTo("RouterInUse");
    assertThat(routerHeld.message())
        .isEqualTo("Router " + Tenant.id(router) + " has ports still attached: " + Tenant.id(port));
    assertThat(client.delete("network", "/subnets/" + Tenant.id(subnet)).is(409).type())
        .isEqualTo("SubnetInUse");
    assertThat(client.delete("network", "/networks/" + Tenant.id(network)).is(409).type())
        .isEqualTo("NetworkInUse");
    Reply portHeld = client.delete("network", "/ports/" + Tenant.id(port));
    assertThat(portHeld.is(409).type()).isEqualTo("ServicePortInUse");
    assertThat(portHeld.message())
        .isEqualTo(
            "Port "
                + Tenant.id(port)
                + " cannot be deleted directly via the port API: has device owner"
                + " network:router_interface.");

    remove(tenant, router, "subnet_id", Tenant.id(subnet)).is(200);
    Reply gone = remove(tenant, router, "subnet_id", Tenant.id(subnet));
    assertThat(gone.is(404).type()).isEqualTo("RouterInterfaceNotFoundForSubnet");
    assertThat(gone.message())
        .isEqualTo(
            "Router " + Tenant.id(router) + " has no interface on subnet " + Tenant.id(subnet));
    client.delete("network", "/routers/" + Tenant.id(router)).is(204);
  }

  @ContractTest
  void subnetsOfARouterDoNotOverlap(Tenant tenant) {
    JsonNode first = tenant.subnet(tenant.network(), "10.84.0.0/24");
    JsonNode second = tenant.subnet(tenant.network(), "10.84.0.0/25");
    JsonNode router = tenant.make("router");
    tenant.connect(router, first);

    Reply reply = add(tenant, router, "subnet_id", Tenant.id(second));

    assertThat(reply.is(400).type()).isEqualTo("BadRequest");
    assertThat(reply.message())
        .isEqualTo(
            "Bad router request: Cidr 10.84.0.0/25 of subnet %s overlaps with cidr 10.84.0.0/24 of subnet %s."
                .formatted(Tenant.id(second), Tenant.id(first)));
  }

  @ContractTest
  void interfaceMayBeAPortOfTheClient(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    JsonNode router = tenant.make("router");
    JsonNode port = tenant.make("port", "network_id", Tenant.id(network));

    JsonNode added = add(tenant, router, "port_id", Tenant.id(port)).is(200).json();
    assertThat(added.path("port_id").asText()).isEqualTo(Tenant.id(port));
    remove(tenant, router, "port_id", Tenant.id(port)).is(200);
    tenant.client().get("network", "/ports/" + Tenant.id(port)).is(404);
  }

  @ContractTest
  void interfacesThatCannotBeAreRefused(Tenant tenant) {
    JsonNode router = tenant.make("router");
    JsonNode plain = tenant.subnet(tenant.network(), "10.85.0.0/24", "gateway_ip", null);

    Reply gateway = add(tenant, router, "subnet_id", Tenant.id(plain));
    assertThat(gateway.is(400).message())
        .isEqualTo("Bad router request: Subnet for router interface must have a gateway IP.");
    assertThat(add(tenant, router).is(400).type()).isEqualTo("BadRequest");
    assertThat(add(tenant, router, "subnet_id", NOBODY).is(404).type()).isEqualTo("SubnetNotFound");
    Reply lost =
        tenant
            .client()
            .put(
                "network",
                "/routers/" + NOBODY + "/add_router_interface",
                with("subnet_id", Tenant.id(plain)));
    assertThat(lost.is(404).type()).isEqualTo("RouterNotFound");
  }

  @ContractTest
  void routersComeOneByOne(Tenant tenant) {
    Reply reply =
        tenant
            .client()
            .post("network", "/routers", with("routers", List.of(with("name", Tenant.unique()))));

    assertThat(reply.is(400).message()).isEqualTo("Bulk operation not supported");
  }

  @ContractTest
  void routerHasAGatewayAndServersFloatingAddresses(Tenant tenant) {
    List<JsonNode> external = tenant.list("network", "/networks?router:external=true");
    assumeThat(external).isNotEmpty();
    String outside = Tenant.id(external.get(0));
    JsonNode network = tenant.network();
    JsonNode subnet = tenant.subnet(network, "10.86.0.0/24");
    JsonNode port = tenant.make("port", "network_id", Tenant.id(network));
    Object unreachable = with("floating_network_id", outside, "port_id", Tenant.id(port));
    Reply early = tenant.client().post("network", "/floatingips", with("floatingip", unreachable));
    assertThat(early.is(404).type()).isEqualTo("ExternalGatewayForFloatingIPNotFound");

    JsonNode router = tenant.make("router", "external_gateway_info", with("network_id", outside));
    tenant.connect(router, subnet);
    assertThat(router.path("external_gateway_info").path("network_id").asText()).isEqualTo(outside);
    JsonNode floating =
        tenant.make("floatingip", "floating_network_id", outside, "port_id", Tenant.id(port));

    assertThat(floating.path("floating_ip_address").asText()).isNotEmpty();
    assertThat(floating.path("fixed_ip_address"))
        .isEqualTo(port.path("fixed_ips").path(0).path("ip_address"));
    assertThat(floating.path("router_id").asText()).isEqualTo(Tenant.id(router));
    Reply held = remove(tenant, router, "subnet_id", Tenant.id(subnet));
    assertThat(held.is(409).type()).isEqualTo("RouterInterfaceInUseByFloatingIP");
    JsonNode loose =
        tenant
            .client()
            .put(
                "network",
                "/floatingips/" + Tenant.id(floating),
                with("floatingip", with("port_id", null)))
            .is(200)
            .thing();
    assertThat(loose.path("port_id").isNull()).isTrue();
    assertThat(loose.path("fixed_ip_address").isNull()).isTrue();
  }

  @ContractTest
  void floatingAddressOutlivesItsPort(Tenant tenant) {
    List<JsonNode> external = tenant.list("network", "/networks?router:external=true");
    assumeThat(external).isNotEmpty();
    String outside = Tenant.id(external.get(0));
    JsonNode network = tenant.network();
    JsonNode subnet = tenant.subnet(network, "10.86.0.0/24");
    JsonNode router = tenant.make("router", "external_gateway_info", with("network_id", outside));
    tenant.connect(router, subnet);
    JsonNode port = tenant.make("port", "network_id", Tenant.id(network));
    JsonNode floating =
        tenant.make("floatingip", "floating_network_id", outside, "port_id", Tenant.id(port));

    tenant.client().delete("network", "/ports/" + Tenant.id(port)).is(204);

    JsonNode left = tenant.one("floatingip", floating);
    assertThat(left.path("port_id").isNull()).isTrue();
    assertThat(left.path("floating_ip_address")).isEqualTo(floating.path("floating_ip_address"));
  }

  @ContractTest
  void routerWithAGatewayAloneGoes(Tenant tenant) {
    List<JsonNode> external = tenant.list("network", "/networks?router:external=true");
    assumeThat(external).isNotEmpty();
    JsonNode router =
        tenant.make(
            "router", "external_gateway_info", with("network_id", Tenant.id(external.get(0))));

    tenant.client().delete("network", "/routers/" + Tenant.id(router)).is(204);
  }
}
