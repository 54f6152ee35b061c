package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/** The life of a server, from its request until it is gone. */
class ServersContractTest {

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50));
  }

  @ContractTest
  void requestIsAnsweredWithLittleMoreThanAnId(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();

    Reply reply =
        tenant
            .client()
            .post("compute", "/servers", with("server", tenant.serverBody(Tenant.on(network))))
            .is(202);
    tenant.keepServer(Tenant.id(reply.thing()));

    assertThat(reply.thing().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id", "links", "OS-DCF:diskConfig", "security_groups", "adminPass");
    assertThat(reply.header("Location")).endsWith("/servers/" + Tenant.id(reply.thing()));
    assertThat(reply.header("OpenStack-API-Version"))
        .isEqualTo("compute " + OpenStackClient.MICROVERSION);
  }

  @ContractTest
  void serverIsBuiltInTheBackground(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    String name = Tenant.unique();

    JsonNode asked =
        tenant.server(
            network,
            "name",
            name,
            "tags",
            List.of("dep-1", "op=2"),
            "metadata",
            with("deployment_id", "1"));

    JsonNode first = tenant.server(Tenant.id(asked));
    assertThat(first.path("status").asText()).isEqualTo("BUILD");
    assertThat(first.path("OS-EXT-STS:vm_state").asText()).isEqualTo("building");
    assertThat(first.path("addresses").isEmpty()).isTrue();
    assertThat(first.path("OS-SRV-USG:launched_at").isNull()).isTrue();

    JsonNode server = tenant.awaitActive(asked);
    assertThat(server.path("name").asText()).isEqualTo(name);
    assertThat(server.path("tenant_id").asText()).isEqualTo(tenant.client().projectId());
    assertThat(server.path("OS-EXT-STS:vm_state").asText()).isEqualTo("active");
    assertThat(server.path("OS-EXT-STS:power_state").asInt()).isOne();
    assertThat(server.path("OS-SRV-USG:launched_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    assertThat(server.path("metadata").path("deployment_id").asText()).isEqualTo("1");
    assertThat(Json.texts(server.path("tags"))).containsExactlyInAnyOrder("dep-1", "op=2");
    assertThat(server.path("security_groups").path(0).path("name").asText()).isEqualTo("default");
    JsonNode address = server.path("addresses").path(network.path("name").asText()).path(0);
    assertThat(address.path("version").asInt()).isEqualTo(4);
    assertThat(address.path("addr").asText()).startsWith("10.77.0.");
    assertThat(address.path("OS-EXT-IPS:type").asText()).isEqualTo("fixed");
    assertThat(address.path("OS-EXT-IPS-MAC:mac_addr").asText()).startsWith("fa:16:3e:");
  }

  @ContractTest
  void portIsGivenToAServerThatStands(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    String id = Tenant.id(tenant.awaitActive(tenant.server(network)));
    String port = Tenant.id(tenant.make("port", "network_id", Tenant.id(network)));
    var body = with("interfaceAttachment", with("port_id", port));

    Reply attached =
        tenant.client().post("compute", "/servers/" + id + "/os-interface", body).is(200);

    assertThat(attached.thing().path("port_id").asText()).isEqualTo(port);
    assertThat(tenant.client().get("network", "/ports/" + port).thing().path("device_id").asText())
        .isEqualTo(id);
    Reply again = tenant.client().post("compute", "/servers/" + id + "/os-interface", body);
    assertThat(again.status()).as(again.message()).isEqualTo(409);
    assertThat(again.message()).isEqualTo("Port " + port + " is still in use.");
    String nobody = "00000000-0000-0000-0000-000000000000";
    Reply unknown =
        tenant
            .client()
            .post(
                "compute",
                "/servers/" + id + "/os-interface",
                with("interfaceAttachment", with("port_id", nobody)));
    assertThat(unknown.status()).as(unknown.message()).isEqualTo(404);
    assertThat(unknown.message()).isEqualTo("Port id " + nobody + " could not be found.");
  }

  @ContractTest
  void deletedServerIsStillThereForAWhile(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    String id = Tenant.id(tenant.awaitActive(tenant.server(network)));
    JsonNode port = tenant.list("network", "/ports?device_id=" + id).get(0);
    assertThat(port.path("device_owner").asText()).startsWith("compute:");
    assertThat(port.path("status").asText()).isEqualTo("ACTIVE");

    tenant.client().delete("compute", "/servers/" + id).is(204);

    Reply going = tenant.client().get("compute", "/servers/" + id);
    if (going.status() == 200) {
      assertThat(going.thing().path("OS-EXT-STS:task_state").asText()).isEqualTo("deleting");
      assertThat(going.thing().path("status").asText()).isEqualTo("ACTIVE");
    }
    assertThat(tenant.client().delete("compute", "/servers/" + id).status()).isIn(204, 404);
    tenant.awaitGone(id);
    tenant.client().delete("compute", "/servers/" + id).is(404);
    assertThat(tenant.list("compute", "/servers")).noneMatch(each -> Tenant.id(each).equals(id));
    soon().until(() -> tenant.list("network", "/ports?device_id=" + id).isEmpty());
  }

  @ContractTest
  void portOfTheClientSurvivesItsServer(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    JsonNode port = tenant.make("port", "network_id", Tenant.id(network));
    String ip = port.path("fixed_ips").path(0).path("ip_address").asText();
    Object ports = List.of(with("port", Tenant.id(port)));
    JsonNode asked = tenant.request(with("server", tenant.serverBody(ports)));

    JsonNode server = tenant.awaitActive(asked);
    assertThat(server.path("addresses").findValuesAsText("addr")).containsExactly(ip);
    assertThat(tenant.one("port", port).path("device_id").asText()).isEqualTo(Tenant.id(server));
    Reply again =
        tenant.client().post("compute", "/servers", with("server", tenant.serverBody(ports)));
    assertThat(again.status()).as(again.text()).isEqualTo(409);
    assertThat(again.message()).isEqualTo("Port " + Tenant.id(port) + " is still in use.");

    tenant.client().delete("compute", "/servers/" + Tenant.id(server)).is(204);
    tenant.awaitGone(Tenant.id(server));
    soon().until(() -> tenant.one("port", port).path("device_id").asText().isEmpty());
    assertThat(tenant.one("port", port).path("device_owner").asText()).isEmpty();
  }

  @ContractTest
  void fixedAddressIsTaken(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    Object where = List.of(with("uuid", Tenant.id(network), "fixed_ip", "10.77.0.99"));

    JsonNode server = tenant.awaitActive(tenant.request(with("server", tenant.serverBody(where))));
    Reply again =
        tenant.client().post("compute", "/servers", with("server", tenant.serverBody(where)));

    assertThat(server.path("addresses").findValuesAsText("addr")).containsExactly("10.77.0.99");
    assertThat(again.status()).as(again.text()).isEqualTo(400);
    assertThat(again.message()).startsWith("Fixed IP address 10.77.0.99 is already in use");
  }

  @ContractTest
  void securityGroupsAreTakenByName(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    JsonNode group = tenant.make("security_group");

    JsonNode server =
        tenant.awaitActive(
            tenant.server(network, "security_groups", List.of(with("name", group.path("name")))));

    assertThat(server.path("security_groups").findValuesAsText("name"))
        .containsExactly(group.path("name").asText());
    JsonNode port = tenant.list("network", "/ports?device_id=" + Tenant.id(server)).get(0);
    assertThat(Json.texts(port.path("security_groups"))).containsExactly(Tenant.id(group));
  }

  @ContractTest
  void serverMayHaveNoNetwork(Tenant tenant) {
    JsonNode server = tenant.awaitActive(tenant.request(with("server", tenant.serverBody("none"))));

    assertThat(server.path("addresses").isEmpty()).isTrue();
  }

  @ContractTest
  void manyComeOfOneRequest(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    String name = Tenant.unique();

    JsonNode first = tenant.server(network, "name", name, "min_count", 3, "max_count", 3);

    List<JsonNode> all = tenant.list("compute", "/servers?name=" + name);
    all.forEach(each -> tenant.keepServer(Tenant.id(each)));
    assertThat(all)
        .extracting(each -> each.path("name").asText())
        .containsExactlyInAnyOrder(name + "-1", name + "-2", name + "-3");
    assertThat(all).extracting(Tenant::id).contains(Tenant.id(first));
  }

  @ContractTest
  void serverStopsAndStarts(Tenant tenant) {
    JsonNode server = tenant.awaitActive(tenant.server(tenant.networkWithSubnet()));
    String action = "/servers/" + Tenant.id(server) + "/action";

    Reply early = tenant.client().post("compute", action, with("os-start", null));
    assertThat(early.status()).as(early.text()).isEqualTo(409);
    assertThat(early.kind()).isEqualTo("conflictingRequest");
    assertThat(early.message())
        .isEqualTo(
            "Cannot 'start' instance " + Tenant.id(server) + " while it is in vm_state active");
    tenant.client().post("compute", action, with("os-stop", null)).is(202);
    assertThat(tenant.awaitStatus(server, "SHUTOFF").path("OS-EXT-STS:vm_state").asText())
        .isEqualTo("stopped");
    tenant.client().post("compute", action, with("os-start", null)).is(202);
    tenant.awaitActive(server);
  }

  @ContractTest
  void serverWithoutAHostSaysSoOnlyWhenAskedForItself(Tenant tenant) {
    assumeThat(tenant.flavor("m1.nowhere")).isNotEmpty();
    JsonNode network = tenant.networkWithSubnet();

    JsonNode asked = tenant.server(network, "flavorRef", tenant.flavor("m1.nowhere"));
    JsonNode server = tenant.awaitStatus(asked, "ERROR");

    assertThat(server.path("fault").path("code").asInt()).isEqualTo(500);
    assertThat(server.path("fault").path("message").asText())
        .isEqualTo("No valid host was found. ");
    assertThat(server.path("OS-EXT-STS:vm_state").asText()).isEqualTo("error");
    assertThat(server.path("addresses").isEmpty()).isTrue();
    JsonNode listed =
        tenant.list("compute", "/servers/detail?name=" + server.path("name").asText()).get(0);
    assertThat(listed.path("status").asText()).isEqualTo("ERROR");
    assertThat(listed.has("fault")).isFalse();
  }

  @ContractTest
  void serverThatFailsToSpawnKeepsNoPort(Tenant tenant) {
    assumeThat(tenant.flavor("m1.nowhere")).isNotEmpty();
    JsonNode network = tenant.networkWithSubnet();

    JsonNode asked = tenant.server(network, "metadata", with("sandbox_fault", "spawn"));
    soon().until(() -> !status(tenant, asked).equals("BUILD"));
    assumeThat(status(tenant, asked)).as("needs a cloud that fails on demand").isEqualTo("ERROR");

    JsonNode server = tenant.awaitStatus(asked, "ERROR");
    assertThat(server.path("fault").path("message").asText())
        .isEqualTo(
            "Build of instance "
                + Tenant.id(asked)
                + " aborted: sandbox_fault=spawn was asked for");
    assertThat(tenant.list("network", "/ports?network_id=" + Tenant.id(network))).isEmpty();
  }

  @ContractTest
  void serverOnAnExternalNetworkFails(Tenant tenant) {
    List<JsonNode> external = tenant.list("network", "/networks?router:external=true&shared=false");
    assumeThat(external).isNotEmpty();

    JsonNode server = tenant.awaitStatus(tenant.server(external.get(0)), "ERROR");

    assertThat(server.path("fault").path("message").asText())
        .isEqualTo(
            "Build of instance "
                + Tenant.id(server)
                + " aborted: Failed to allocate the network(s), not rescheduling.");
  }

  private static String status(Tenant tenant, JsonNode server) {
    return tenant.server(Tenant.id(server)).path("status").asText();
  }

  @ContractTest
  void serverBelongsToItsGroup(Tenant tenant) {
    JsonNode group =
        tenant
            .client()
            .post(
                "compute",
                "/os-server-groups",
                with("server_group", with("name", Tenant.unique(), "policy", "anti-affinity")))
            .is(200)
            .thing();
    tenant.afterwards(
        () -> tenant.client().delete("compute", "/os-server-groups/" + Tenant.id(group)));
    assertThat(group.path("policy").asText()).isEqualTo("anti-affinity");
    assertThat(group.path("members").isEmpty()).isTrue();

    JsonNode server =
        tenant.awaitActive(
            tenant.request(
                with(
                    "server",
                    tenant.serverBody("none"),
                    "os:scheduler_hints",
                    with("group", Tenant.id(group)))));

    assertThat(Json.texts(server.path("server_groups"))).containsExactly(Tenant.id(group));
    JsonNode now =
        tenant.client().get("compute", "/os-server-groups/" + Tenant.id(group)).is(200).thing();
    assertThat(Json.texts(now.path("members"))).containsExactly(Tenant.id(server));
  }
}
