package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.netbox.BatchSize;
import dev.caravan.netbox.Conversation;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings NetBox's record of one deployment to what stands: virtual machines with an interface and
 * an address each, in a VRF of their own, because another deployment may have the same addresses.
 *
 * <p>What it makes carries the deployment's mark as its description, and what lacks the mark is
 * never changed; the cluster, which deployments share, is made where it is missing and stays. It
 * looks before it writes, so it may be led at any time and any number of times.
 */
final class NetBoxRecord {

  /**
   * A server as NetBox is to show it.
   *
   * @param vcpus null where nobody knows, as with memory
   * @param address with the prefix length of its subnet; null where it has none
   */
  record Machine(
      String name,
      String status,
      @Nullable Integer vcpus,
      @Nullable Integer memory,
      @Nullable String address) {}

  /** What is known of the deployment, asked anew each time. */
  interface Book {

    List<Machine> machines();

    /** Whether an operation is at work, at whose end the record is brought up to date again. */
    boolean changing();

    void recorded(int machines);
  }

  private static final String MARK = "caravan ";

  private final Deployment deployment;
  private final Book book;
  private final int most;
  private final String mark;
  private final List<Machine> wanted;
  private final NetBoxRows types;
  private final NetBoxRows clusters;
  private final NetBoxRows vrfs;
  private final NetBoxRows machines;
  private final NetBoxRows interfaces;
  private final NetBoxRows addresses;

  private NetBoxRecord(Deployment deployment, Book book, int most) {
    this.deployment = deployment;
    this.book = book;
    this.most = most;
    this.mark = MARK + deployment.id();
    this.wanted = book.machines();
    BatchSize size = new BatchSize(most);
    types = new NetBoxRows("virtualization/cluster-types", "slug", "openstack", size, "slug");
    clusters =
        new NetBoxRows("virtualization/clusters", "name", deployment.cloudRegion(), size, "name");
    vrfs = new NetBoxRows("ipam/vrfs", "description", mark, size, "description");
    machines = marked("virtualization/virtual-machines", size, "name");
    interfaces = marked("virtualization/interfaces", size, "name", "virtual_machine");
    addresses = marked("ipam/ip-addresses", size, "address", "vrf", "assigned_object_id");
  }

  private NetBoxRows marked(String path, BatchSize size, String... keys) {
    return new NetBoxRows(path, "description", mark, size, keys);
  }

  /**
   * What is to be said to NetBox.
   *
   * @param most how many objects go into one request
   */
  static Conversation conversation(Deployment deployment, Book book, int most) {
    return new Conversation(new NetBoxRecord(deployment, book, most).turns());
  }

  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    if (wanted.isEmpty()) {
      turns.add(vrfs.list());
    } else {
      turns.addAll(types.ensure(object("OpenStack").put("slug", "openstack")));
      turns.add(
          (Stage) () -> clusters.ensure(object(deployment.cloudRegion()).put("type", types.id())));
      turns.addAll(vrfs.ensure(vrf()));
    }
    turns.add(machines.list());
    turns.add((Stage) () -> List.of(machines.deleteAllBut(machines(false))));
    turns.add((Stage) () -> List.of(machines.create(machines(false))));
    turns.add((Stage) this::whoHasTheName);
    turns.addAll(follow(interfaces, this::interfaces));
    turns.addAll(follow(addresses, this::addresses));
    turns.add((Stage) () -> List.of(machines.change(machines(true))));
    turns.add((Stage) this::tidyVrfs);
    turns.add((Stage) this::end);
    return turns;
  }

  /** What hangs on the machines: what is too many goes before what is missing comes. */
  private static List<Turn> follow(NetBoxRows rows, WantedRows wanted) {
    return List.of(
        rows.list(),
        (Stage) () -> List.of(rows.deleteAllBut(wanted.now())),
        (Stage) () -> List.of(rows.create(wanted.now())),
        Stage.run(() -> rows.requireTaken("")));
  }

  /** Objects that need the numbers of others, which are known by then. */
  private interface WantedRows {
    List<ObjectNode> now();
  }

  private List<ObjectNode> machines(boolean withAddress) {
    List<ObjectNode> bodies = new ArrayList<>();
    for (Machine each : wanted) {
      ObjectNode body = machine(each);
      if (withAddress) {
        String address = each.address();
        if (address == null) {
          body.putNull("primary_ip4");
        } else {
          body.put("primary_ip4", addresses.idOf(address(each, address)));
        }
      }
      bodies.add(body);
    }
    return bodies;
  }

  private ObjectNode machine(Machine machine) {
    ObjectNode body = marked(machine.name()).put("cluster", clusters.id());
    body.put("status", machine.status());
    if (machine.vcpus() != null) {
      body.put("vcpus", machine.vcpus());
    }
    if (machine.memory() != null) {
      body.put("memory", machine.memory());
    }
    return body;
  }

  private List<ObjectNode> interfaces() {
    return wanted.stream().map(this::port).toList();
  }

  private ObjectNode port(Machine machine) {
    return marked("eth0").put("virtual_machine", machines.idOf(marked(machine.name())));
  }

  private List<ObjectNode> addresses() {
    List<ObjectNode> bodies = new ArrayList<>();
    for (Machine each : wanted) {
      String address = each.address();
      if (address != null) {
        bodies.add(address(each, address));
      }
    }
    return bodies;
  }

  private ObjectNode address(Machine machine, String address) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("address", address)
        .put("vrf", vrfs.id())
        .put("assigned_object_type", "virtualization.vminterface")
        .put("assigned_object_id", interfaces.idOf(port(machine)))
        .put("description", mark);
  }

  private ObjectNode vrf() {
    return marked(deployment.name());
  }

  private ObjectNode marked(String name) {
    return object(name).put("description", mark);
  }

  private static ObjectNode object(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }

  /** A name that is taken: by a deployment that is about to go, or by somebody else. */
  private List<Turn> whoHasTheName() {
    if (machines.refused().isEmpty()) {
      return List.of();
    }
    String name = machines.refused().keySet().iterator().next().path("name").asText();
    List<JsonNode> found = new ArrayList<>();
    String query =
        "name__ie=%s&cluster_id=%d"
            .formatted(URLEncoder.encode(name, StandardCharsets.UTF_8), clusters.id());
    return List.of(
        Listing.of(machines.path(), query, found::add), Stage.run(() -> blame(name, found)));
  }

  private void blame(String name, List<JsonNode> found) {
    if (found.stream().anyMatch(row -> row.path("description").asText().startsWith(MARK))) {
      throw RetryableFailure.integration(
          "Virtual machine %s of another deployment still stands in NetBox".formatted(name));
    }
    machines.requireTaken(
        found.isEmpty()
            ? ""
            : ". Virtual machine %s of cluster %s in NetBox is not ours: rename it or take it away, then resume"
                .formatted(name, deployment.cloudRegion()));
  }

  /** The last to go, because its addresses stand against it. */
  private List<Turn> tidyVrfs() {
    machines.requireTaken("");
    List<ObjectNode> kept = wanted.isEmpty() ? List.of() : List.of(vrf());
    return List.of(vrfs.deleteAllBut(kept), vrfs.change(kept));
  }

  /** Says it again where the deployment is no longer what it was at the beginning. */
  private List<Turn> end() {
    vrfs.requireTaken("");
    if (!book.changing() && !book.machines().equals(wanted)) {
      return new NetBoxRecord(deployment, book, most).turns();
    }
    book.recorded(wanted.size());
    return List.of();
  }
}
