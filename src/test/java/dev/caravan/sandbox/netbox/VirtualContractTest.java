package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.slug;
import static dev.caravan.sandbox.netbox.NetBoxClient.unique;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.util.List;
import java.util.Locale;

/** Virtual machines, their interfaces and addresses: what is shown, unique, refused and taken. */
class VirtualContractTest {

  private static final String TYPES = "/api/virtualization/cluster-types/";
  private static final String CLUSTERS = "/api/virtualization/clusters/";
  private static final String MACHINES = "/api/virtualization/virtual-machines/";
  private static final String INTERFACES = "/api/virtualization/interfaces/";
  private static final String VRFS = "/api/ipam/vrfs/";
  private static final String ADDRESSES = "/api/ipam/ip-addresses/";

  @ContractTest
  void machineIsShownAsItWasMade(NetBoxClient netbox) {
    JsonNode cluster = cluster(netbox);
    String name = unique();

    JsonNode machine =
        netbox
            .post(
                MACHINES,
                List.of(
                    with(
                        "name",
                        name,
                        "cluster",
                        id(cluster),
                        "status",
                        "failed",
                        "vcpus",
                        2,
                        "memory",
                        512,
                        "description",
                        "ours")))
            .json()
            .path(0);
    remember(netbox, machine);

    JsonNode shown = netbox.get(MACHINES + "?cluster_id=" + id(cluster)).json();
    assertThat(shown.path("count").asInt()).isOne();
    JsonNode first = shown.at("/results/0");
    assertThat(first.path("name").asText()).isEqualTo(name);
    assertThat(first.at("/cluster/id").asLong()).isEqualTo(id(cluster));
    assertThat(first.at("/status/value").asText()).isEqualTo("failed");
    assertThat(first.path("vcpus").asDouble()).isEqualTo(2.0);
    assertThat(first.path("memory").asInt()).isEqualTo(512);
    assertThat(first.path("primary_ip4").isNull()).isTrue();
  }

  @ContractTest
  void machinesAreFoundByTheirDescriptionAlone(NetBoxClient netbox) {
    String mark = "mark " + unique();
    JsonNode cluster = cluster(netbox);
    JsonNode machine = machine(netbox, cluster, "description", mark);
    machine(netbox, cluster, "description", mark + " and more");

    for (String each : List.of(mark, mark + "?")) {
      JsonNode found = netbox.get(MACHINES + "?description=" + each.replace(" ", "+")).json();
      assertThat(found.path("results").findValues("primary_ip4"))
          .hasSize(each.equals(mark) ? 1 : 0);
    }
    assertThat(netbox.get(MACHINES + "?name=" + machine.path("name").asText()).json().at("/count"))
        .hasToString("1");
  }

  @ContractTest
  void machineNeedsAPlace(NetBoxClient netbox) {
    assertThat(netbox.post(MACHINES, with("name", unique())).problem("__all__"))
        .startsWith("A virtual machine must be assigned to a site");
  }

  @ContractTest
  void nameOfAMachineStandsOnceInItsCluster(NetBoxClient netbox) {
    JsonNode cluster = cluster(netbox);
    JsonNode machine = machine(netbox, cluster);
    String name = machine.path("name").asText();

    for (String same : List.of(name, name.toUpperCase(Locale.ROOT))) {
      Reply reply = netbox.post(MACHINES, with("name", same, "cluster", id(cluster)));
      assertThat(reply.status()).as(reply.text()).isEqualTo(400);
      assertThat(reply.problem("__all__"))
          .startsWith("Virtual machine name must be unique per cluster");
    }
    JsonNode elsewhere =
        netbox.makeAt(MACHINES, with("name", name, "cluster", id(cluster(netbox))));
    assertThat(id(elsewhere)).isNotEqualTo(id(machine));
  }

  @ContractTest
  void namesOfClustersAndVrfsMayStandTwice(NetBoxClient netbox) {
    JsonNode cluster = cluster(netbox);
    long type = cluster.at("/type/id").asLong();
    netbox.makeAt(CLUSTERS, with("name", cluster.path("name").asText(), "type", type));
    JsonNode vrf = netbox.makeAt(VRFS, with("name", unique()));
    netbox.makeAt(VRFS, with("name", vrf.path("name").asText()));

    for (String list : List.of(CLUSTERS + "?name=" + name(cluster), VRFS + "?name=" + name(vrf))) {
      assertThat(netbox.get(list).json().path("count").asInt()).isEqualTo(2);
    }
  }

  @ContractTest
  void clusterTypeStandsOnce(NetBoxClient netbox) {
    String name = unique();
    netbox.makeAt(TYPES, with("name", name, "slug", slug(name)));

    Reply reply = netbox.post(TYPES, with("name", name, "slug", slug(name)));

    assertThat(reply.problem("name")).isEqualTo("cluster type with this name already exists.");
    assertThat(reply.problem("slug")).isEqualTo("cluster type with this slug already exists.");
    assertThat(netbox.get(TYPES + "?slug=" + slug(name)).json().path("count").asInt()).isOne();
  }

  @ContractTest
  void interfaceStandsOnceInItsMachine(NetBoxClient netbox) {
    JsonNode card = card(netbox, machine(netbox, cluster(netbox)));

    Reply reply =
        netbox.post(
            INTERFACES,
            with("name", "eth0", "virtual_machine", card.at("/virtual_machine/id").asLong()));

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.text()).contains("Interface with this Virtual machine and Name");
  }

  @ContractTest
  void addressStandsOnceInItsVrf(NetBoxClient netbox) {
    JsonNode vrf = netbox.makeAt(VRFS, with("name", unique()));
    JsonNode other = netbox.makeAt(VRFS, with("name", unique()));
    netbox.makeAt(ADDRESSES, with("address", "10.97.0.5/24", "vrf", id(vrf)));

    for (String same : List.of("10.97.0.5/24", "10.97.0.5/25")) {
      assertThat(netbox.post(ADDRESSES, with("address", same, "vrf", id(vrf))).problem("address"))
          .startsWith("Duplicate IP address found in VRF " + vrf.path("name").asText())
          .endsWith("10.97.0.5/24");
    }
    JsonNode there = netbox.makeAt(ADDRESSES, with("address", "10.97.0.5/24", "vrf", id(other)));
    assertThat(there.at("/vrf/id").asLong()).isEqualTo(id(other));
  }

  @ContractTest
  void addressWithoutLengthIsOneHosts(NetBoxClient netbox) {
    JsonNode vrf = netbox.makeAt(VRFS, with("name", unique()));

    assertThat(
            netbox
                .makeAt(ADDRESSES, with("address", "10.97.0.7", "vrf", id(vrf)))
                .path("address")
                .asText())
        .isEqualTo("10.97.0.7/32");
    assertThat(netbox.post(ADDRESSES, with("address", "10.97.0.700/24")).problem("address"))
        .isEqualTo("Invalid IP address format: 10.97.0.700/24");
  }

  @ContractTest
  void onlyAnAddressOfItsOwnIsPrimary(NetBoxClient netbox) {
    JsonNode machine = machine(netbox, cluster(netbox));
    JsonNode vrf = netbox.makeAt(VRFS, with("name", unique()));
    JsonNode loose = netbox.makeAt(ADDRESSES, with("address", "10.97.0.8/24", "vrf", id(vrf)));
    JsonNode own = address(netbox, vrf, card(netbox, machine));

    Reply refused = netbox.patch(MACHINES + id(machine) + "/", with("primary_ip4", id(loose)));
    Reply taken = netbox.patch(MACHINES + id(machine) + "/", with("primary_ip4", id(own)));

    assertThat(refused.problem("primary_ip4"))
        .isEqualTo("The specified IP address (10.97.0.8/24) is not assigned to this VM.");
    assertThat(taken.json().at("/primary_ip4/id").asLong()).isEqualTo(id(own));
    assertThat(taken.json().at("/primary_ip4/address").asText()).isEqualTo("10.97.0.5/24");
    Reply moved =
        netbox.patch(
            ADDRESSES + id(own) + "/",
            with("assigned_object_type", null, "assigned_object_id", null));
    assertThat(moved.problem("__all__"))
        .startsWith("Cannot reassign IP address while it is designated as the primary IP");
    assertThat(netbox.delete(ADDRESSES + id(own) + "/").status()).isEqualTo(204);
    assertThat(netbox.get(MACHINES + id(machine) + "/").json().path("primary_ip4").isNull())
        .isTrue();
  }

  @ContractTest
  void addressLeadsToItsInterface(NetBoxClient netbox) {
    JsonNode vrf = netbox.makeAt(VRFS, with("name", unique()));
    JsonNode card = card(netbox, machine(netbox, cluster(netbox)));

    JsonNode address = address(netbox, vrf, card);

    assertThat(address.path("assigned_object_type").asText())
        .isEqualTo("virtualization.vminterface");
    assertThat(address.path("assigned_object_id").asLong()).isEqualTo(id(card));
    assertThat(address.at("/status/value").asText()).isEqualTo("active");
  }

  @ContractTest
  void interfacesAndAddressesGoWithTheirMachine(NetBoxClient netbox) {
    JsonNode vrf = netbox.makeAt(VRFS, with("name", unique()));
    JsonNode machine = machine(netbox, cluster(netbox));
    JsonNode card = card(netbox, machine);
    JsonNode address = address(netbox, vrf, card);
    assertThat(netbox.delete(VRFS + id(vrf) + "/").status()).isEqualTo(409);
    assertThat(netbox.delete(CLUSTERS + machine.at("/cluster/id") + "/").status()).isEqualTo(409);

    assertThat(netbox.delete(MACHINES, List.of(with("id", id(machine)))).status()).isEqualTo(204);

    assertThat(netbox.get(INTERFACES + id(card) + "/").status()).isEqualTo(404);
    assertThat(netbox.get(ADDRESSES + id(address) + "/").status()).isEqualTo(404);
    assertThat(netbox.delete(VRFS, List.of(with("id", id(vrf)))).status()).isEqualTo(204);
  }

  private static JsonNode cluster(NetBoxClient netbox) {
    String name = unique();
    JsonNode type = netbox.makeAt(TYPES, with("name", name, "slug", slug(name)));
    return netbox.makeAt(CLUSTERS, with("name", name, "type", id(type)));
  }

  private static JsonNode machine(NetBoxClient netbox, JsonNode cluster, Object... more) {
    var body = with("name", unique(), "cluster", id(cluster));
    body.putAll(with(more));
    return netbox.makeAt(MACHINES, body);
  }

  private static JsonNode card(NetBoxClient netbox, JsonNode machine) {
    return netbox.makeAt(INTERFACES, with("name", "eth0", "virtual_machine", id(machine)));
  }

  private static JsonNode address(NetBoxClient netbox, JsonNode vrf, JsonNode card) {
    return netbox.makeAt(
        ADDRESSES,
        with(
            "address",
            "10.97.0.5/24",
            "vrf",
            id(vrf),
            "assigned_object_type",
            "virtualization.vminterface",
            "assigned_object_id",
            id(card)));
  }

  private static void remember(NetBoxClient netbox, JsonNode machine) {
    netbox.keepAt(MACHINES + id(machine) + "/");
  }

  private static String name(JsonNode object) {
    return object.path("name").asText();
  }

  private static long id(JsonNode object) {
    return object.path("id").asLong();
  }
}
