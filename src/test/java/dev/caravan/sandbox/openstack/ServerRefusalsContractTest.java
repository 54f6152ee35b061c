package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Nova refuses at once when a server is asked for. */
class ServerRefusalsContractTest {

  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private static Reply ask(Tenant tenant, JsonNode network, @Nullable Object... more) {
    return tenant
        .client()
        .post("compute", "/servers", with("server", tenant.serverBody(Tenant.on(network), more)));
  }

  private static void refused(Reply reply, String message) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.kind()).isEqualTo("badRequest");
    assertThat(reply.json().path("badRequest").path("code").asInt()).isEqualTo(400);
    assertThat(reply.message()).isEqualTo(message);
  }

  private static void invalid(Reply reply, String field, String reason) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.message())
        .startsWith("Invalid input for field/attribute " + field + ". Value: ")
        .contains(reason);
  }

  @ContractTest
  void whatIsNamedMustBeThere(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();

    refused(
        ask(tenant, network, "flavorRef", "no-such-flavor"),
        "Flavor no-such-flavor could not be found.");
    refused(ask(tenant, network, "imageRef", NOBODY), "Can not find requested image");
    refused(
        ask(tenant, network, "networks", List.of(with("uuid", NOBODY))),
        "Network " + NOBODY + " could not be found.");
    refused(
        ask(tenant, network, "networks", List.of(with("port", NOBODY))),
        "Port id " + NOBODY + " could not be found.");
    refused(ask(tenant, network, "key_name", "nope"), "Invalid key_name provided.");
    refused(
        ask(tenant, network, "availability_zone", "nowhere"),
        "The requested availability zone is not available");
    refused(
        ask(tenant, network, "security_groups", List.of(with("name", "nope"))),
        "Unable to find security_group with name or id 'nope'");
  }

  @ContractTest
  void bodyMustBeAsTheSchemaSays(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    Map<String, @Nullable Object> nameless = tenant.serverBody(Tenant.on(network));
    nameless.remove("name");
    Map<String, @Nullable Object> unconnected = tenant.serverBody(Tenant.on(network));
    unconnected.remove("networks");

    invalid(
        tenant.client().post("compute", "/servers", with("server", nameless)),
        "server",
        "'name' is a required property");
    invalid(
        tenant.client().post("compute", "/servers", with("server", unconnected)),
        "server",
        "'networks' is a required property");
    invalid(ask(tenant, network, "colour", "red"), "server", "'colour' was unexpected");
    invalid(ask(tenant, network, "imageRef", "ubuntu"), "imageRef", "ubuntu");
    invalid(ask(tenant, network, "networks", "some"), "networks", "some");
    invalid(
        ask(tenant, network, "networks", List.of(with("uuid", "x"))),
        "networks",
        "[{'uuid': 'x'}] is not valid under any of the given schemas");
    invalid(ask(tenant, network, "metadata", with("k", 1)), "k", "1 is not of type 'string'");
    invalid(ask(tenant, network, "metadata", with("k", "x".repeat(256))), "k", "' is too long");
    invalid(ask(tenant, network, "user_data", "A".repeat(65536)), "user_data", "' is too long");
    invalid(ask(tenant, network, "tags", List.of("a,b")), "0", "'a,b' does not match");
    invalid(ask(tenant, network, "tags", List.of("x".repeat(61))), "0", "is too long");
  }

  @ContractTest
  void bodyThatIsNoJsonIs400(Tenant tenant) {
    Reply reply = tenant.client().post("compute", "/servers", "{\"server\": ");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.kind()).isEqualTo("badRequest");
  }

  @ContractTest
  void networkNeedsASubnet(Tenant tenant) {
    JsonNode network = tenant.network();

    refused(
        ask(tenant, network),
        "Network " + Tenant.id(network) + " requires a subnet in order to boot instances on.");
  }

  @ContractTest
  void quotaIs403AndSaysHowMuchIsLeft(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    JsonNode limits = tenant.client().get("compute", "/limits").is(200).thing().path("absolute");
    int most = limits.path("maxTotalInstances").asInt();
    int used = limits.path("totalInstancesUsed").asInt();

    Reply reply = ask(tenant, network, "min_count", most + 1, "max_count", most + 1);

    assertThat(reply.status()).as(reply.text()).isEqualTo(403);
    assertThat(reply.kind()).isEqualTo("forbidden");
    assertThat(reply.message())
        .isEqualTo(
            "Quota exceeded for instances: Requested %d, but already used %d of %d instances"
                .formatted(most + 1, used, most));
  }

  @ContractTest
  void manyServersShareNoPort(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    JsonNode port = tenant.make("port", "network_id", Tenant.id(network));

    Reply reply =
        ask(
            tenant,
            network,
            "networks",
            List.of(with("port", Tenant.id(port))),
            "min_count",
            2,
            "max_count",
            2);

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.message())
        .startsWith("Failed to launch instances: Unable to launch multiple instances");
  }

  @ContractTest
  void tagsAndGroupsNeedTheirMicroversion(Tenant tenant) {
    JsonNode network = tenant.networkWithSubnet();
    Object body = with("server", tenant.serverBody(Tenant.on(network), "tags", List.of("a")));

    Reply reply = tenant.client().send("POST", "compute", "/servers", body, "2.51");

    invalid(reply, "server", "'tags' was unexpected");
  }

  @ContractTest
  void microversionOutOfRangeIs406(Tenant tenant) {
    Reply reply = tenant.client().send("GET", "compute", "/servers", null, "2.999");

    assertThat(reply.status()).isEqualTo(406);
    assertThat(reply.kind()).isEqualTo("computeFault");
    assertThat(reply.message())
        .startsWith("Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.");
  }

  @ContractTest
  void whatIsNotForAllIs403(Tenant tenant) {
    Reply services = tenant.client().get("compute", "/os-services");
    Reply everyone = tenant.client().get("compute", "/servers?all_tenants=1");

    assertThat(services.status()).isEqualTo(403);
    assertThat(services.message())
        .isEqualTo("Policy doesn't allow os_compute_api:os-services:list to be performed.");
    assertThat(everyone.status()).isEqualTo(403);
    assertThat(everyone.message())
        .isEqualTo(
            "Policy doesn't allow os_compute_api:servers:index:get_all_tenants to be performed.");
  }

  @ContractTest
  void whatIsNotThereIs404(Tenant tenant) {
    Reply server = tenant.client().get("compute", "/servers/" + NOBODY).is(404);
    Reply path = tenant.client().get("compute", "/nothing").is(404);

    assertThat(server.kind()).isEqualTo("itemNotFound");
    assertThat(server.message()).isEqualTo("Instance " + NOBODY + " could not be found.");
    assertThat(tenant.client().delete("compute", "/servers/" + NOBODY).is(404).message())
        .isEqualTo("Instance " + NOBODY + " could not be found.");
    assertThat(path.json().path("code").asText()).isEqualTo("404 Not Found");
  }
}
