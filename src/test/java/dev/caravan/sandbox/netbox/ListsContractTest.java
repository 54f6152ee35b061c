package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.unique;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists that are read: pages, order and filters. */
class ListsContractTest {

  private static final String INTERFACES = list("interface-templates");

  @ContractTest
  void pageHoldsFiftyUnlessAskedAndLinksToTheNext(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 60);

    JsonNode page = netbox.get(of(device)).json();
    JsonNode next = netbox.get(page.path("next").asText()).json();

    assertThat(page.path("count").asInt()).isEqualTo(60);
    assertThat(page.path("results")).hasSize(50);
    assertThat(page.path("previous").isNull()).isTrue();
    assertThat(next.path("results")).hasSize(10);
    assertThat(next.path("next").isNull()).isTrue();
    assertThat(next.path("previous").isTextual()).isTrue();
  }

  @ContractTest
  void pageHoldsAThousandAtMostAlsoWhenAskedForAll(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 1001);

    for (String limit : List.of("0", "5000", "1000")) {
      JsonNode page = netbox.get(of(device) + "&limit=" + limit).json();
      assertThat(page.path("count").asInt()).isEqualTo(1001);
      assertThat(page.path("results")).hasSize(1000);
      assertThat(page.path("next").asText()).contains("limit=1000").contains("offset=1000");
    }
  }

  @ContractTest
  void pagesTogetherHoldEachObjectOnce(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 25);
    List<Long> seen = new ArrayList<>();

    String next = of(device) + "&limit=7";
    while (!next.equals("null")) {
      JsonNode page = netbox.get(next).json();
      page.path("results").forEach(port -> seen.add(port.path("id").asLong()));
      next = page.path("next").asText("null");
    }

    assertThat(seen).hasSize(25).doesNotHaveDuplicates();
  }

  @ContractTest
  void namesAreInNaturalOrder(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 0);
    Stream.of("e10", "e2", "e1", "E3").forEach(name -> port(netbox, device, name));

    assertThat(names(netbox, of(device))).containsExactly("e1", "e2", "E3", "e10");
  }

  @ContractTest
  void oddLimitsAndOffsetsAreIgnored(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 3);

    assertThat(names(netbox, of(device) + "&limit=abc")).hasSize(3);
    assertThat(names(netbox, of(device) + "&limit=-1")).hasSize(3);
    assertThat(names(netbox, of(device) + "&offset=-1")).hasSize(3);
    assertThat(names(netbox, of(device) + "&offset=99")).isEmpty();
  }

  @ContractTest
  void parametersThatAreNoFilterAreIgnored(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 3);
    long all = netbox.get(INTERFACES + "?limit=1").json().path("count").asLong();

    assertThat(names(netbox, of(device) + "&no_such_filter=1")).hasSize(3);
    assertThat(
            netbox
                .get(INTERFACES + "?limit=1&devicetype_id=" + device.path("id"))
                .json()
                .path("count")
                .asLong())
        .isEqualTo(all);
  }

  @ContractTest
  void idThatIsNotThereIs400AsAReferenceAndNothingAsAnId(NetBoxClient netbox) {
    Reply reference = netbox.get(INTERFACES + "?device_type_id=999999999");

    assertThat(reference.status()).isEqualTo(400);
    assertThat(reference.problem("device_type_id"))
        .isEqualTo("Select a valid choice. 999999999 is not one of the available choices.");
    assertThat(names(netbox, INTERFACES + "?id=999999999")).isEmpty();
    assertThat(netbox.get(INTERFACES + "?id=x").problem("id")).isEqualTo("Enter a whole number.");
  }

  @ContractTest
  void repeatedFilterIsAnOr(NetBoxClient netbox) {
    JsonNode one = withPorts(netbox, 2);
    JsonNode two = withPorts(netbox, 3);

    assertThat(names(netbox, of(one) + "&device_type_id=" + two.path("id"))).hasSize(5);
    assertThat(names(netbox, of(one) + "&name=e0&name=e1&name=nope")).hasSize(2);
  }

  @ContractTest
  void manufacturersAreNamedBySlugOrId(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType();
    String slug = type.path("manufacturer").path("slug").asText();
    String types = list("device-types");

    assertThat(count(netbox, types + "?manufacturer=" + slug)).isOne();
    assertThat(count(netbox, types + "?manufacturer_id=" + type.path("manufacturer").path("id")))
        .isOne();
    Reply unknown = netbox.get(types + "?manufacturer=no-such-slug");
    assertThat(unknown.problem("manufacturer"))
        .isEqualTo("Select a valid choice. no-such-slug is not one of the available choices.");
    assertThat(count(netbox, types + "?slug=no-such-slug")).isZero();
  }

  @ContractTest
  void textsAreComparedInManyWays(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType("part_number", "PN-77");
    String model = type.path("model").asText();
    String tail = model.substring(model.length() - 6);
    String types = list("device-types");

    assertThat(count(netbox, types + "?model=" + model)).isOne();
    assertThat(count(netbox, types + "?model=" + model.toLowerCase(Locale.ROOT))).isZero();
    assertThat(count(netbox, types + "?model__ie=" + model.toUpperCase(Locale.ROOT))).isOne();
    assertThat(count(netbox, types + "?model__ic=" + model.substring(2).toUpperCase(Locale.ROOT)))
        .isOne();
    assertThat(count(netbox, types + "?model__isw=" + model)).isOne();
    assertThat(count(netbox, types + "?slug=" + slug(model) + "&model__iew=" + tail)).isOne();
    assertThat(count(netbox, types + "?slug=" + slug(model) + "&model__n=" + model)).isZero();
    assertThat(count(netbox, types + "?slug=" + slug(model) + "&part_number__empty=true")).isZero();
    assertThat(count(netbox, types + "?q=" + model)).isOne();
  }

  @ContractTest
  void numbersAndTimesAreCompared(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType("u_height", 2.5);
    String mine = list("device-types") + "?slug=" + type.path("slug").asText();

    assertThat(count(netbox, mine + "&u_height=2.5")).isOne();
    assertThat(count(netbox, mine + "&u_height__gt=2.5")).isZero();
    assertThat(count(netbox, mine + "&u_height__gte=2.5")).isOne();
    assertThat(count(netbox, mine + "&interface_template_count=0")).isOne();
    assertThat(count(netbox, mine + "&last_updated__gte=2020-01-01T00:00:00Z")).isOne();
    assertThat(count(netbox, mine + "&last_updated__gte=2099-01-01")).isZero();
    assertThat(netbox.get(mine + "&last_updated__gte=soon").problem("last_updated__gte"))
        .isEqualTo("Enter a valid date/time.");
  }

  @ContractTest
  void choicesAreChecked(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 2);

    assertThat(names(netbox, of(device) + "&type=other")).hasSize(2);
    assertThat(names(netbox, of(device) + "&type=virtual")).isEmpty();
    assertThat(netbox.get(of(device) + "&type=nope").problem("type"))
        .isEqualTo("Select a valid choice. nope is not one of the available choices.");
  }

  @ContractTest
  void whatARequestMadeIsFoundByItsId(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 0);
    Reply made =
        netbox.post(
            INTERFACES,
            List.of(
                with("device_type", device.path("id"), "name", "e0", "type", "other"),
                with("device_type", device.path("id"), "name", "e1", "type", "other")));
    String request = made.headers().firstValue("X-Request-ID").orElseThrow();
    port(netbox, device, "e2");
    netbox.patch(
        one("interface-templates", made.json().path(0).path("id").asLong()), with("label", "x"));

    assertThat(names(netbox, INTERFACES + "?created_by_request=" + request))
        .containsExactly("e0", "e1");
    assertThat(names(netbox, INTERFACES + "?created_by_request=" + UUID.randomUUID())).isEmpty();
    assertThat(netbox.get(INTERFACES + "?created_by_request=no-uuid").problem("created_by_request"))
        .isEqualTo("Enter a valid UUID.");
  }

  @ContractTest
  void lastUpdatedOfATypeStaysWhenItsComponentsChange(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 0);
    port(netbox, device, "e0");

    JsonNode after = netbox.get(one("device-types", device.path("id").asLong())).json();

    assertThat(after.path("interface_template_count").asInt()).isOne();
    assertThat(after.path("last_updated")).isEqualTo(device.path("last_updated"));
  }

  @ContractTest
  void briefAndFieldsMakeAnswersSmall(NetBoxClient netbox) {
    JsonNode device = netbox.deviceType();
    String path = one("device-types", device.path("id").asLong());

    JsonNode brief = netbox.get(path + "?brief=1").json();
    JsonNode fields = netbox.get(path + "?fields=id,slug,no_such_field").json();
    JsonNode omitted = netbox.get(path + "?omit=manufacturer").json();

    assertThat(brief.has("model")).isTrue();
    assertThat(brief.has("u_height")).isFalse();
    assertThat(fields).hasSize(2);
    assertThat(omitted.has("manufacturer")).isNotEqualTo(netbox.atLeast("4.5"));
  }

  @ContractTest
  void orderingIsTakenFromTheRequest(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 3);

    assertThat(names(netbox, of(device) + "&ordering=-name")).containsExactly("e2", "e1", "e0");
    assertThat(names(netbox, of(device) + "&ordering=no_such_field"))
        .containsExactly("e0", "e1", "e2");
  }

  @ContractTest
  void linksKeepTheFilters(NetBoxClient netbox) {
    JsonNode device = withPorts(netbox, 3);
    String name = URLEncoder.encode("e", StandardCharsets.UTF_8);

    String next = netbox.get(of(device) + "&limit=1&name__ic=" + name).json().path("next").asText();

    assertThat(next)
        .startsWith(netbox.url())
        .contains("device_type_id=" + device.path("id"))
        .contains("name__ic=e")
        .contains("limit=1")
        .contains("offset=1");
  }

  private static JsonNode withPorts(NetBoxClient netbox, int count) {
    JsonNode device = netbox.deviceType("slug", slug(unique()));
    List<Map<String, @Nullable Object>> ports = new ArrayList<>();
    IntStream.range(0, count)
        .forEach(
            i ->
                ports.add(
                    with("device_type", device.path("id"), "name", "e" + i, "type", "other")));
    for (int i = 0; i < count; i += 250) {
      Reply made = netbox.post(INTERFACES, ports.subList(i, Math.min(i + 250, count)));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    return device;
  }

  private static void port(NetBoxClient netbox, JsonNode device, String name) {
    netbox.component("interface-templates", device, "name", name, "type", "other");
  }

  private static String of(JsonNode device) {
    return INTERFACES + "?device_type_id=" + device.path("id");
  }

  private static List<String> names(NetBoxClient netbox, String path) {
    Reply reply = netbox.get(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    reply.json().path("results").forEach(object -> names.add(object.path("name").asText()));
    return names;
  }

  private static int count(NetBoxClient netbox, String path) {
    Reply reply = netbox.get(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("count").asInt();
  }

  private static String slug(String name) {
    return NetBoxClient.slug(name);
  }
}
