package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.unique;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What every answer has, and what becomes of requests that are none. */
class ProtocolContractTest {

  @ContractTest
  void statusNamesTheVersionAndTheHeaderTheMinorOne(NetBoxClient netbox) {
    Reply reply = netbox.get("/api/status/");

    String version = reply.json().path("netbox-version").asText();
    assertThat(version).matches("4\\.\\d+\\.\\d+.*");
    assertThat(version).startsWith(reply.headers().firstValue("API-Version").orElseThrow() + ".");
  }

  @ContractTest
  void everyAnswerHasARequestIdOfItsOwn(NetBoxClient netbox) {
    String mine = UUID.randomUUID().toString();

    Reply one = netbox.send("GET", list("manufacturers"), null, "X-Request-ID", mine);
    Reply two = netbox.get(list("manufacturers"));

    String first = one.headers().firstValue("X-Request-ID").orElseThrow();
    assertThat(UUID.fromString(first)).hasToString(first);
    assertThat(first)
        .isNotEqualTo(mine)
        .isNotEqualTo(two.headers().firstValue("X-Request-ID").orElseThrow());
  }

  @ContractTest
  void endpointThatIsNotThereIs404InHtml(NetBoxClient netbox) {
    Reply reply = netbox.get("/api/dcim/no-such-things/");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
  }

  @ContractTest
  void objectThatIsNotThereIs404InJson(NetBoxClient netbox) {
    Reply reply = netbox.get(one("device-types", 999_999_999));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.detail()).isEqualTo("No DeviceType matches the given query.");
    assertThat(netbox.patch(one("device-types", 999_999_999), with()).status()).isEqualTo(404);
    assertThat(netbox.delete(one("device-types", 999_999_999)).status()).isEqualTo(404);
  }

  @ContractTest
  void bodyThatIsNoJsonIs400(NetBoxClient netbox) {
    Reply reply = netbox.raw("POST", list("manufacturers"), "{\"name\": ");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.detail()).startsWith("JSON parse error - ");
  }

  @ContractTest
  void bodyOfAnotherTypeIs415(NetBoxClient netbox) {
    Reply reply = netbox.raw("POST", list("manufacturers"), "name=x", "Content-Type", "text/plain");

    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.detail()).isEqualTo("Unsupported media type \"text/plain\" in request.");
  }

  @ContractTest
  void keysThatItDoesNotKnowAreDroppedWithoutAWord(NetBoxClient netbox) {
    JsonNode maker =
        netbox.make(
            "manufacturers",
            with("name", unique(), "slug", unique().toLowerCase(Locale.ROOT), "no_such_key", 1));

    assertThat(maker.has("no_such_key")).isFalse();
  }

  @ContractTest
  void changelogMessageIsTakenAndNotShown(NetBoxClient netbox) {
    JsonNode maker =
        netbox.make(
            "manufacturers",
            with(
                "name",
                unique(),
                "slug",
                unique().toLowerCase(Locale.ROOT),
                "changelog_message",
                "why"));

    assertThat(maker.has("changelog_message")).isFalse();
  }

  @ContractTest
  void newObjectComesWithItsAddress(NetBoxClient netbox) {
    String name = unique();
    Reply reply =
        netbox.post(
            list("manufacturers"), with("name", name, "slug", name.toLowerCase(Locale.ROOT)));
    netbox.keep("manufacturers", reply.json().path("id").asLong());

    String url = reply.json().path("url").asText();
    assertThat(reply.headers().firstValue("Location")).contains(url);
    assertThat(netbox.get(url).json().path("name").asText()).isEqualTo(name);
    assertThat(reply.json().path("display").asText()).isEqualTo(name);
    assertThat(reply.json().path("created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
  }

  @ContractTest
  void about400IdsFitIntoARequestLineAnd900DoNot(NetBoxClient netbox) {
    assertThat(netbox.get(list("device-types") + ids(400)).status()).isEqualTo(200);
    assertThat(netbox.get(list("device-types") + ids(900)).status()).isEqualTo(400);
  }

  @ContractTest
  void postToAnObjectIs405(NetBoxClient netbox) {
    long id = netbox.manufacturer().path("id").asLong();

    assertThat(netbox.post(one("manufacturers", id), with()).status()).isEqualTo(405);
  }

  @ContractTest
  void optionsTellTheChoicesOfTheVersion(NetBoxClient netbox) {
    JsonNode type =
        netbox
            .send("OPTIONS", list("interface-templates"), null)
            .json()
            .path("actions")
            .path("POST")
            .path("type");

    List<String> values = type.path("choices").findValuesAsText("value");
    assertThat(type.path("required").asBoolean()).isTrue();
    assertThat(values).contains("virtual", "1000base-t", "other");
    assertThat(values).hasSizeBetween(120, 400);
  }

  @ContractTest
  void singleObjectsHaveAnEtagFrom46On(NetBoxClient netbox) {
    long id = netbox.manufacturer().path("id").asLong();
    Reply reply = netbox.get(one("manufacturers", id));

    assertThat(reply.headers().firstValue("ETag").isPresent()).isEqualTo(netbox.atLeast("4.6"));
    Reply stale = netbox.send("PATCH", one("manufacturers", id), with(), "If-Match", "\"another\"");
    assertThat(stale.status()).isEqualTo(netbox.atLeast("4.6") ? 412 : 200);
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "id=" + i)
        .collect(Collectors.joining("&", "?", ""));
  }
}
