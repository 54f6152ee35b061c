package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How front ports are mapped to rear ports: one to one up to 4.4, many to many from 4.5 on. */
class PortMappingsContractTest {

  private static final String FRONT = "front-port-templates";
  private static final String REAR = "rear-port-templates";

  @ContractTest
  void rearPortHasOneTo1024Positions(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    assertThat(rear(netbox, device, "R1", 1024).path("positions").asInt()).isEqualTo(1024);
    assertThat(
            netbox
                .tryComponent(REAR, device, "name", "R2", "type", "lc", "positions", 0)
                .problem("positions"))
        .isEqualTo("Ensure this value is greater than or equal to 1.");
    assertThat(
            netbox
                .tryComponent(REAR, device, "name", "R2", "type", "lc", "positions", 1025)
                .problem("positions"))
        .isEqualTo("Ensure this value is less than or equal to 1024.");
    assertThat(netbox.component(REAR, device, "name", "R3", "type", "lc").path("positions").asInt())
        .isOne();
  }

  @ContractTest
  void oldShapeMapsUpTo44AndIsSilentlyDroppedAfter(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 2);

    JsonNode front =
        netbox.component(
            FRONT,
            device,
            "name",
            "F1",
            "type",
            "lc",
            "rear_port",
            rear.path("id"),
            "rear_port_position",
            2);

    if (netbox.atLeast("4.5")) {
      assertThat(front.path("rear_ports")).isEmpty();
      assertThat(front.has("rear_port")).isFalse();
    } else {
      assertThat(front.path("rear_port").path("name").asText()).isEqualTo("R1");
      assertThat(front.path("rear_port_position").asInt()).isEqualTo(2);
    }
  }

  @ContractTest(before = "4.5")
  void newShapeIsRefusedUpTo44(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 2);

    Reply reply = front(netbox, device, "F1", mapping(1, rear, 1));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.problem("rear_port")).isEqualTo("This field is required.");
  }

  @ContractTest(before = "4.5")
  void upTo44ARearPositionIsThereAndFree(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 2);
    old(netbox, device, "F1", rear, 1);

    assertThat(old(netbox, device, "F2", rear, 1).problem("__all__"))
        .isEqualTo(
            "Front port template with this Rear port and Rear port position already exists.");
    assertThat(old(netbox, device, "F2", rear, 3).problem("__all__"))
        .isEqualTo("Invalid rear port position (3); rear port R1 has only 2 positions");
    assertThat(old(netbox, netbox.deviceType(), "F2", rear, 2).problem("__all__"))
        .isEqualTo("Rear port (R1) must belong to the same device type");
  }

  @ContractTest(from = "4.5")
  void newShapeMapsManyToMany(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 4);

    JsonNode front = front(netbox, device, "F1", mapping(1, rear, 3), mapping(2, rear, 4)).json();
    JsonNode back = netbox.get(one(REAR, rear.path("id").asLong())).json();

    assertThat(front.path("positions").asInt()).isEqualTo(2);
    assertThat(front.path("rear_ports")).hasSize(2);
    assertThat(front.path("rear_ports").path(1).path("position").asInt()).isEqualTo(2);
    assertThat(front.path("rear_ports").path(1).path("rear_port")).isEqualTo(rear.path("id"));
    assertThat(front.path("rear_ports").path(1).path("rear_port_position").asInt()).isEqualTo(4);
    assertThat(back.path("front_ports").path(0).path("position").asInt()).isEqualTo(3);
    assertThat(back.path("front_ports").path(0).path("front_port")).isEqualTo(front.path("id"));
    assertThat(back.path("front_ports").path(0).path("front_port_position").asInt()).isOne();
  }

  @ContractTest(from = "4.5")
  void newShapeTakesRearPortsByTheirIdAlone(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 2);

    Reply byName =
        front(netbox, device, "F1", with("position", 1, "rear_port", with("name", "R1")));
    Reply noPosition = front(netbox, device, "F1", with("rear_port", rear.path("id")));
    Reply absent = front(netbox, device, "F1", with("position", 1, "rear_port", 999_999_999));

    assertThat(mappingProblem(byName, "rear_port"))
        .isEqualTo("Incorrect type. Expected pk value, received dict.");
    assertThat(mappingProblem(noPosition, "position")).isEqualTo("This field is required.");
    assertThat(mappingProblem(absent, "rear_port"))
        .isEqualTo("Invalid pk \"999999999\" - object does not exist.");
  }

  @ContractTest(from = "4.5")
  void newShapeRefusesATakenRearPosition(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 2);
    front(netbox, device, "F1", mapping(1, rear, 1));

    Reply taken = front(netbox, device, "F2", mapping(1, rear, 1));

    assertThat(mappingProblem(taken, "__all__"))
        .isEqualTo("The fields rear_port, rear_port_position must make a unique set.");
  }

  @ContractTest(from = "4.5")
  void newShapeTakesPositionsAndOwnersThatDoNotFit(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 1);
    JsonNode foreign = rear(netbox, netbox.deviceType(), "R1", 1);

    assertThat(front(netbox, device, "F1", mapping(1, rear, 7)).status()).isEqualTo(201);
    assertThat(front(netbox, device, "F2", mapping(1, foreign, 1)).status()).isEqualTo(201);
  }

  @ContractTest(from = "4.5")
  void newShapeCrashesOnARearPositionGivenTwice(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 2);

    Reply twice = front(netbox, device, "F1", mapping(1, rear, 1), mapping(2, rear, 1));

    assertThat(twice.status()).isEqualTo(500);
    assertThat(twice.json().path("exception").asText()).isEqualTo("IntegrityError");
  }

  @ContractTest(from = "4.5")
  void patchReplacesTheMappingsOnlyWhereItNamesThem(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 2);
    JsonNode front = front(netbox, device, "F1", mapping(1, rear, 1)).json();
    String path = one(FRONT, front.path("id").asLong());

    JsonNode labelled = netbox.patch(path, with("label", "x")).json();
    JsonNode moved = netbox.patch(path, with("rear_ports", List.of(mapping(1, rear, 2)))).json();
    JsonNode emptied = netbox.patch(path, with("rear_ports", List.of())).json();

    assertThat(labelled.path("rear_ports")).hasSize(1);
    assertThat(moved.path("rear_ports").path(0).path("rear_port_position").asInt()).isEqualTo(2);
    assertThat(emptied.path("rear_ports")).isEmpty();
  }

  @ContractTest
  void rearPortTakesItsFrontPortsAlongUpTo44AndOnlyTheMappingAfter(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    JsonNode rear = rear(netbox, device, "R1", 1);
    long front =
        netbox.atLeast("4.5")
            ? front(netbox, device, "F1", mapping(1, rear, 1)).json().path("id").asLong()
            : old(netbox, device, "F1", rear, 1).json().path("id").asLong();

    netbox.delete(one(REAR, rear.path("id").asLong()));

    Reply left = netbox.get(one(FRONT, front));
    if (netbox.atLeast("4.5")) {
      assertThat(left.json().path("rear_ports")).isEmpty();
      assertThat(left.status()).isEqualTo(200);
    } else {
      assertThat(left.status()).isEqualTo(404);
    }
  }

  private static JsonNode rear(NetBoxClient netbox, JsonNode device, String name, int positions) {
    return netbox.component(REAR, device, "name", name, "type", "lc", "positions", positions);
  }

  private static Reply old(
      NetBoxClient netbox, JsonNode device, String name, JsonNode rear, int position) {
    return netbox.tryComponent(
        FRONT,
        device,
        "name",
        name,
        "type",
        "lc",
        "rear_port",
        rear.path("id"),
        "rear_port_position",
        position);
  }

  @SafeVarargs
  private static Reply front(
      NetBoxClient netbox,
      JsonNode device,
      String name,
      Map<String, @Nullable Object>... mappings) {
    return netbox.tryComponent(
        FRONT,
        device,
        "name",
        name,
        "type",
        "lc",
        "positions",
        mappings.length,
        "rear_ports",
        List.of(mappings));
  }

  private static Map<String, @Nullable Object> mapping(
      int position, JsonNode rear, int rearPosition) {
    return with(
        "position", position, "rear_port", rear.path("id"), "rear_port_position", rearPosition);
  }

  private static String mappingProblem(Reply reply, String field) {
    assertThat(reply.status()).isEqualTo(400);
    return reply.json().path("rear_ports").findPath(field).path(0).asText(reply.text());
  }
}
