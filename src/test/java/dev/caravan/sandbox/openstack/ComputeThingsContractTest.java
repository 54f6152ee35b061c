package dev.caravan.sandbox.openstack;

import static dev.caravan.sandbox.openstack.OpenStackClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Flavors, key pairs, groups, zones and limits. */
class ComputeThingsContractTest {

  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f contract";

  @ContractTest
  void flavorsAreListedShortlyAndInFull(Tenant tenant) {
    JsonNode brief = tenant.list("compute", "/flavors").get(0);
    JsonNode full = tenant.list("compute", "/flavors/detail").get(0);
    JsonNode one = tenant.client().get("compute", "/flavors/" + Tenant.id(full)).is(200).thing();

    assertThat(brief.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "name", "description", "links");
    assertThat(full.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "ram",
            "disk",
            "swap",
            "OS-FLV-EXT-DATA:ephemeral",
            "OS-FLV-DISABLED:disabled",
            "vcpus",
            "os-flavor-access:is_public",
            "rxtx_factor",
            "links",
            "description",
            "extra_specs");
    assertThat(one).isEqualTo(full);
    assertThat(tenant.client().get("compute", "/flavors/" + NOBODY).is(404).message())
        .isEqualTo("Flavor " + NOBODY + " could not be found.");
  }

  @ContractTest
  void keyPairIsImportedOnce(Tenant tenant) {
    String name = Tenant.unique();
    Object body = with("keypair", with("name", name, "public_key", KEY, "type", "ssh"));
    tenant.afterwards(() -> tenant.client().delete("compute", "/os-keypairs/" + name));

    JsonNode made = tenant.client().post("compute", "/os-keypairs", body).is(201).thing();
    Reply again = tenant.client().post("compute", "/os-keypairs", body).is(409);

    assertThat(made.path("public_key").asText()).isEqualTo(KEY);
    assertThat(made.path("fingerprint").asText()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
    assertThat(again.kind()).isEqualTo("conflictingRequest");
    assertThat(again.message()).isEqualTo("Key pair '" + name + "' already exists.");
    assertThat(tenant.list("compute", "/os-keypairs"))
        .anyMatch(each -> each.path("keypair").path("name").asText().equals(name));
    JsonNode one = tenant.client().get("compute", "/os-keypairs/" + name).is(200).thing();
    assertThat(one.path("fingerprint")).isEqualTo(made.path("fingerprint"));
    tenant.client().delete("compute", "/os-keypairs/" + name).is(204);
    assertThat(tenant.client().delete("compute", "/os-keypairs/" + name).is(404).kind())
        .isEqualTo("itemNotFound");
  }

  @ContractTest
  void keyThatIsNoneIs400(Tenant tenant) {
    Object body = with("keypair", with("name", Tenant.unique(), "public_key", "nonsense"));

    assertThat(tenant.client().post("compute", "/os-keypairs", body).is(400).message())
        .startsWith("Keypair data is invalid");
  }

  @ContractTest
  void serverKnowsItsKey(Tenant tenant) {
    String name = Tenant.unique();
    tenant.afterwards(() -> tenant.client().delete("compute", "/os-keypairs/" + name));
    tenant
        .client()
        .post("compute", "/os-keypairs", with("keypair", with("name", name, "public_key", KEY)))
        .is(201);

    JsonNode asked = tenant.request(with("server", tenant.serverBody("none", "key_name", name)));

    assertThat(tenant.server(Tenant.id(asked)).path("key_name").asText()).isEqualTo(name);
  }

  @ContractTest
  void groupIsGoneOnceDeleted(Tenant tenant) {
    Object body =
        with("server_group", with("name", Tenant.unique(), "policy", "soft-anti-affinity"));
    JsonNode group = tenant.client().post("compute", "/os-server-groups", body).is(200).thing();
    String path = "/os-server-groups/" + Tenant.id(group);

    assertThat(group.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id", "name", "policy", "rules", "members", "project_id", "user_id");
    tenant.client().delete("compute", path).is(204);
    assertThat(tenant.client().get("compute", path).is(404).message())
        .isEqualTo("Instance group " + Tenant.id(group) + " could not be found.");
    tenant
        .client()
        .post(
            "compute",
            "/os-server-groups",
            with("server_group", with("name", Tenant.unique(), "policy", "near")))
        .is(400);
  }

  @ContractTest
  void zonesSayWhetherTheyAreThere(Tenant tenant) {
    assertThat(tenant.list("compute", "/os-availability-zone"))
        .anyMatch(
            zone ->
                zone.path("zoneName").asText().equals("nova")
                    && zone.path("zoneState").path("available").asBoolean());
  }

  @ContractTest
  void limitsCountWhatIsUsed(Tenant tenant) {
    JsonNode before = limits(tenant);

    tenant.request(with("server", tenant.serverBody("none")));

    // A server that has not reached a cell yet is not counted.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                limits(tenant).path("totalInstancesUsed").asInt()
                    == before.path("totalInstancesUsed").asInt() + 1);
    JsonNode after = limits(tenant);
    assertThat(after.path("totalCoresUsed").asInt())
        .isGreaterThan(before.path("totalCoresUsed").asInt());
    assertThat(after.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "maxServerMeta",
            "maxTotalInstances",
            "maxTotalRAMSize",
            "maxTotalCores",
            "maxTotalKeypairs",
            "maxServerGroups",
            "maxServerGroupMembers",
            "totalRAMUsed",
            "totalCoresUsed",
            "totalInstancesUsed",
            "totalServerGroupsUsed");
  }

  private static JsonNode limits(Tenant tenant) {
    return tenant.client().get("compute", "/limits").is(200).thing().path("absolute");
  }
}
