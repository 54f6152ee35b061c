package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.unique;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists that are written in one request: all or nothing, and how a refusal is worded. */
class BulkContractTest {

  private static final String INTERFACES = list("interface-templates");

  @ContractTest
  void answerIsInTheOrderOfTheRequest(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    Reply reply =
        netbox.post(INTERFACES, List.of(port(device, "z"), port(device, "a"), port(device, "m")));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json())
        .extracting(made -> made.path("name").asText())
        .containsExactly("z", "a", "m");
    assertThat(reply.json()).extracting(made -> made.path("id").asLong()).isSorted();
  }

  @ContractTest
  void listGoesAcrossTypesAndMayBeLong(NetBoxClient netbox) {
    JsonNode maker = netbox.manufacturer();
    List<JsonNode> devices = List.of(netbox.deviceType(maker), netbox.deviceType(maker));
    List<Map<String, @Nullable Object>> ports = new ArrayList<>();
    for (JsonNode device : devices) {
      IntStream.range(0, 60).forEach(i -> ports.add(port(device, "e" + i)));
    }

    Reply reply = netbox.post(INTERFACES, ports);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json()).hasSize(120);
    for (JsonNode device : devices) {
      assertThat(current(netbox, device).path("interface_template_count").asInt()).isEqualTo(60);
    }
  }

  @ContractTest
  void typesToo(NetBoxClient netbox) {
    JsonNode maker = netbox.manufacturer();
    String one = unique();
    String two = unique();

    Reply reply =
        netbox.post(
            list("device-types"),
            List.of(
                with("manufacturer", maker.path("id"), "model", one, "slug", one),
                with("manufacturer", maker.path("id"), "model", two, "slug", two)));
    reply.json().forEach(type -> netbox.keep("device-types", type.path("id").asLong()));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json())
        .extracting(type -> type.path("model").asText())
        .containsExactly(one, two);
  }

  @ContractTest
  void emptyListIs201(NetBoxClient netbox) {
    Reply reply = netbox.post(INTERFACES, List.of());

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json()).isEmpty();
  }

  @ContractTest
  void oneBadItemKeepsEverythingOut(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    Reply reply =
        netbox.post(
            INTERFACES,
            List.of(port(device, "e0"), port(device, "e1", "type", "nope"), port(device, "e2")));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(problems(netbox, reply)).containsExactly("1 type nope is not a valid choice.");
    assertThat(current(netbox, device).path("interface_template_count").asInt()).isZero();
  }

  @ContractTest
  void refusalUpTo46IsAListAsLongAsTheRequest(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    Reply reply =
        netbox.post(INTERFACES, List.of(port(device, "e0"), port(device, "e1", "type", "nope")));

    if (netbox.atLeast("4.7")) {
      assertThat(reply.detail()).isEqualTo("1 of 2 objects could not be created.");
      assertThat(reply.json().path("errors")).hasSize(1);
    } else {
      assertThat(reply.json()).hasSize(2);
      assertThat(reply.json().path(0)).isEmpty();
    }
  }

  @ContractTest
  void everyBadItemIsNamed(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    netbox.component("interface-templates", device, "name", "e0", "type", "other");

    Reply reply =
        netbox.post(
            INTERFACES,
            List.of(
                port(device, "e0"),
                port(device, "e1"),
                port(device, "e2", "type", "nope"),
                with("device_type", 999_999_999, "name", "e3", "type", "other")));

    assertThat(problems(netbox, reply))
        .containsExactly(
            "0 __all__ Interface template with this Device type and Name already exists.",
            "2 type nope is not a valid choice.",
            "3 device_type Related object not found using the provided numeric ID: 999999999");
  }

  @ContractTest
  void clashWithinTheListIs500UpTo46AndNamedAfter(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    Reply reply = netbox.post(INTERFACES, List.of(port(device, "e0"), port(device, "e0")));

    if (netbox.atLeast("4.7")) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(problems(netbox, reply))
          .containsExactly(
              "1 __all__ Interface template with this Device type and Name already exists.");
    } else {
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.json().path("exception").asText()).isEqualTo("IntegrityError");
      assertThat(reply.json().path("error").asText())
          .contains("violates unique constraint")
          .endsWith(
              "Key (device_type_id, name)=(%s, e0) already exists.".formatted(device.path("id")));
    }
    assertThat(current(netbox, device).path("interface_template_count").asInt()).isZero();
  }

  @ContractTest
  void itemThatIsNoObject(NetBoxClient netbox) {
    Reply reply = netbox.raw("POST", INTERFACES, "[1, []]");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .contains("Invalid data. Expected a dictionary, but got int.")
        .contains("Invalid data. Expected a dictionary, but got list.");
  }

  @ContractTest
  void fieldsOnAWriteCutsTheInputToo(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();

    Reply reply = netbox.post(INTERFACES + "?fields=id,name", List.of(port(device, "e0")));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .contains("must be associated with either a device type or a module type");
  }

  @ContractTest
  void patchChangesManyAndAnswersInTheListsOrder(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    List<Long> ids = made(netbox, device, "z", "a", "m");

    Reply reply =
        netbox.patch(
            INTERFACES, ids.stream().map(id -> with("id", id, "label", "L" + id)).toList());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json())
        .extracting(port -> port.path("name").asText())
        .containsExactly("a", "m", "z");
    assertThat(reply.json())
        .allSatisfy(
            port -> assertThat(port.path("label").asText()).isEqualTo("L" + port.path("id")));
  }

  @ContractTest
  void patchIsAllOrNothing(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    List<Long> ids = made(netbox, device, "a", "b");

    Reply reply =
        netbox.patch(
            INTERFACES,
            List.of(
                with("id", ids.get(0), "label", "new"), with("id", ids.get(1), "type", "nope")));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(netbox.get(one("interface-templates", ids.get(0))).json().path("label").asText())
        .isEmpty();
    if (netbox.atLeast("4.7")) {
      assertThat(reply.detail()).isEqualTo("1 of 2 objects could not be updated.");
      assertThat(reply.json().path("errors").path(0).path("id").asLong()).isEqualTo(ids.get(1));
    } else {
      assertThat(reply.problem("type")).isEqualTo("nope is not a valid choice.");
    }
  }

  @ContractTest
  void patchOfAnUnknownIdIsLeftOutUpTo46AndRefusedAfter(NetBoxClient netbox) {
    long id = made(netbox, netbox.deviceType(), "a").get(0);

    Reply reply =
        netbox.patch(
            INTERFACES,
            List.of(with("id", 999_999_999, "label", "x"), with("id", id, "label", "y")));

    if (netbox.atLeast("4.7")) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.detail()).isEqualTo("1 of 2 objects could not be found.");
    } else {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json()).hasSize(1);
    }
  }

  @ContractTest
  void patchOfOneIdTwiceTakesTheLastUpTo46AndIsRefusedAfter(NetBoxClient netbox) {
    long id = made(netbox, netbox.deviceType(), "a").get(0);

    Reply reply =
        netbox.patch(
            INTERFACES, List.of(with("id", id, "label", "x"), with("id", id, "label", "y")));

    if (netbox.atLeast("4.7")) {
      assertThat(reply.detail()).isEqualTo("1 of 2 objects are listed more than once.");
    } else {
      assertThat(reply.json().path(0).path("label").asText()).isEqualTo("y");
    }
  }

  @ContractTest
  void patchNeedsIds(NetBoxClient netbox) {
    Reply reply = netbox.patch(INTERFACES, List.of(with("label", "x")));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("\"id\":[\"This field is required.\"]");
    assertThat(netbox.patch(INTERFACES, with("label", "x")).status()).isEqualTo(400);
  }

  @ContractTest
  void deleteOfUnknownIdsGoesThroughUpTo46AndIsRefusedAfter(NetBoxClient netbox) {
    long id = made(netbox, netbox.deviceType(), "a").get(0);

    Reply reply = netbox.delete(INTERFACES, List.of(with("id", 999_999_999), with("id", id)));

    int left = netbox.get(one("interface-templates", id)).status();
    if (netbox.atLeast("4.7")) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().path("errors").path(0).path("id").asLong()).isEqualTo(999_999_999);
      assertThat(left).isEqualTo(200);
    } else {
      assertThat(reply.status()).isEqualTo(204);
      assertThat(left).isEqualTo(404);
    }
  }

  @ContractTest
  void deleteTakesMany(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    List<Long> ids = made(netbox, device, "a", "b", "c");

    Reply reply =
        netbox.delete(INTERFACES, ids.subList(0, 2).stream().map(id -> with("id", id)).toList());

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.text()).isEmpty();
    assertThat(current(netbox, device).path("interface_template_count").asInt()).isOne();
  }

  @ContractTest
  void deleteIsAllOrNothing(NetBoxClient netbox) {
    JsonNode free = netbox.manufacturer();
    JsonNode busy = netbox.deviceType().path("manufacturer");

    Reply reply =
        netbox.delete(
            list("manufacturers"),
            List.of(with("id", free.path("id")), with("id", busy.path("id"))));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(netbox.get(one("manufacturers", free.path("id").asLong())).status()).isEqualTo(200);
    assertThat(reply.detail())
        .startsWith(
            netbox.atLeast("4.7")
                ? "1 of 2 objects could not be deleted."
                : "Unable to delete object. 1 dependent objects were found: ");
  }

  private static Map<String, @Nullable Object> port(
      JsonNode device, String name, @Nullable Object... more) {
    Map<String, @Nullable Object> body =
        with("device_type", device.path("id"), "name", name, "type", "other");
    body.putAll(with(more));
    return body;
  }

  private static List<Long> made(NetBoxClient netbox, JsonNode device, String... names) {
    Reply reply =
        netbox.post(INTERFACES, Stream.of(names).map(name -> port(device, name)).toList());
    List<Long> ids = new ArrayList<>();
    reply.json().forEach(port -> ids.add(port.path("id").asLong()));
    return ids;
  }

  private static JsonNode current(NetBoxClient netbox, JsonNode device) {
    return netbox.get(one("device-types", device.path("id").asLong())).json();
  }

  /** The refusal of a list as lines of index, field and message, whatever the version's shape. */
  private static List<String> problems(NetBoxClient netbox, Reply reply) {
    List<String> lines = new ArrayList<>();
    if (netbox.atLeast("4.7")) {
      reply
          .json()
          .path("errors")
          .forEach(error -> add(lines, error.path("index").asInt(), error.path("errors")));
    } else {
      for (int i = 0; i < reply.json().size(); i++) {
        add(lines, i, reply.json().path(i));
      }
    }
    return lines;
  }

  private static void add(List<String> lines, int index, JsonNode errors) {
    errors
        .fields()
        .forEachRemaining(
            error ->
                lines.add(index + " " + error.getKey() + " " + error.getValue().path(0).asText()));
  }
}
