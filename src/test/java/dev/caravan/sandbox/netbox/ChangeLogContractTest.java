package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.util.List;

/** Who made an object, and by which request: what NetBox writes down of it. */
class ChangeLogContractTest {

  private static final String LOG = "/api/core/object-changes/?";

  @ContractTest(from = "4.4")
  void messageOfEachObjectIsKept(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    Reply reply =
        netbox.post(
            list("interface-templates"),
            List.of(
                component(device, "e0", "first of all"),
                component(device, "e1", ""),
                component(device, "e2", "third")));
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);

    JsonNode log = log(netbox, "dcim.interfacetemplate", reply.json(), "create");

    assertThat(log.findValuesAsText("message"))
        .containsExactlyInAnyOrder("first of all", "", "third");
    assertThat(log.findValuesAsText("request_id"))
        .containsOnly(reply.headers().firstValue("X-Request-ID").orElse("none"));
    assertThat(log.get(0).path("action").path("value").asText()).isEqualTo("create");
  }

  @ContractTest
  void requestsOwnIdCountsWhateverTheClientSays(NetBoxClient netbox) {
    JsonNode maker = netbox.manufacturer();
    String said = "11111111-2222-4333-8444-555555555555";
    Reply reply =
        netbox.send(
            "PATCH",
            one("manufacturers", maker.path("id").asLong()),
            with("description", "changed"),
            "X-Request-ID",
            said);

    assertThat(reply.headers().firstValue("X-Request-ID").orElse("none")).isNotEqualTo(said);
    assertThat(netbox.get(LOG + "request_id=" + said).json().path("count").asInt()).isZero();
    JsonNode ids = netbox.get(list("manufacturers") + "?id=" + maker.path("id")).json();
    JsonNode log = log(netbox, "dcim.manufacturer", ids.path("results"), "update");
    assertThat(log.findValuesAsText("request_id"))
        .containsExactly(reply.headers().firstValue("X-Request-ID").orElse("none"));
  }

  @ContractTest
  void componentsChangeNothingOfTheirTypesTimes(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    netbox.component("interface-templates", device, "name", "e0", "type", "other");

    JsonNode after = netbox.get(one("device-types", device.path("id").asLong())).json();

    assertThat(after.path("last_updated")).isEqualTo(device.path("last_updated"));
  }

  @ContractTest
  void logIsOnlyRead(NetBoxClient netbox) {
    assertThat(netbox.post("/api/core/object-changes/", with("message", "x")).status())
        .isEqualTo(405);
  }

  private static Object component(JsonNode device, String name, String message) {
    return with(
        "device_type",
        device.path("id").asLong(),
        "name",
        name,
        "type",
        "other",
        "changelog_message",
        message);
  }

  private static JsonNode log(NetBoxClient netbox, String model, JsonNode objects, String action) {
    StringBuilder query = new StringBuilder(LOG + "changed_object_type=" + model);
    objects.forEach(each -> query.append("&changed_object_id=").append(each.path("id").asLong()));
    return netbox.get(query + "&action=" + action).json().path("results");
  }
}
