package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.one;
import static dev.caravan.sandbox.netbox.NetBoxClient.unique;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.NetBoxClient.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Manufacturers, device types and module types: fields, clashes and rules. */
class TypesContractTest {

  @ContractTest
  void manufacturerNeedsNameAndSlug(NetBoxClient netbox) {
    Reply reply = netbox.post(list("manufacturers"), with());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.problem("name")).isEqualTo("This field is required.");
    assertThat(reply.problem("slug")).isEqualTo("This field is required.");
  }

  @ContractTest
  void manufacturersNameAndSlugStandOnce(NetBoxClient netbox) {
    JsonNode acme = netbox.manufacturer();

    Reply reply =
        netbox.post(
            list("manufacturers"),
            with("name", acme.path("name").asText(), "slug", acme.path("slug").asText()));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.problem("name")).isEqualTo("manufacturer with this name already exists.");
    assertThat(reply.problem("slug")).isEqualTo("manufacturer with this slug already exists.");
  }

  @ContractTest
  void namesAreTrimmedAndMayNotBeTooLong(NetBoxClient netbox) {
    String name = unique();
    JsonNode maker =
        netbox.make("manufacturers", with("name", "  " + name + " ", "slug", slug(name)));
    Reply tooLong =
        netbox.post(list("manufacturers"), with("name", "x".repeat(101), "slug", "no slug!"));

    assertThat(maker.path("name").asText()).isEqualTo(name);
    assertThat(tooLong.problem("name"))
        .isEqualTo("Ensure this field has no more than 100 characters.");
    assertThat(tooLong.problem("slug"))
        .startsWith("Enter a valid \"slug\" consisting of letters, numbers");
  }

  @ContractTest
  void deviceTypeComesBackAsWritten(NetBoxClient netbox) {
    JsonNode type =
        netbox.deviceType(
            "part_number", "PN-1",
            "u_height", 0.5,
            "is_full_depth", false,
            "exclude_from_utilization", true,
            "subdevice_role", "parent",
            "airflow", "front-to-rear",
            "weight", 12.25,
            "weight_unit", "kg",
            "description", "words",
            "comments", "many *words*");

    assertThat(type.path("u_height").isNumber()).isTrue();
    assertThat(type.path("u_height").asDouble()).isEqualTo(0.5);
    assertThat(type.path("weight").asDouble()).isEqualTo(12.25);
    assertThat(type.path("airflow").path("value").asText()).isEqualTo("front-to-rear");
    assertThat(type.path("airflow").path("label").asText()).isEqualTo("Front to rear");
    assertThat(type.path("weight_unit").path("label").asText()).isEqualTo("Kilograms");
    assertThat(type.path("manufacturer").path("slug").asText()).startsWith("contract-");
    assertThat(type.path("comments").asText()).isEqualTo("many *words*");
    assertThat(type.path("is_full_depth").asBoolean(true)).isFalse();
    assertThat(type.path("exclude_from_utilization").asBoolean()).isTrue();
  }

  @ContractTest
  void deviceTypeHasDefaults(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType();

    assertThat(type.path("u_height").asDouble()).isEqualTo(1.0);
    assertThat(type.path("is_full_depth").asBoolean()).isTrue();
    assertThat(type.path("airflow").isNull()).isTrue();
    assertThat(type.path("weight").isNull()).isTrue();
    assertThat(type.path("front_image").isNull()).isTrue();
    assertThat(type.path("tags").isArray()).isTrue();
    assertThat(type.path("interface_template_count").asInt(-1)).isZero();
  }

  @ContractTest
  void manufacturerIsNamedByIdOrByAttributes(NetBoxClient netbox) {
    JsonNode maker = netbox.manufacturer();
    String slug = maker.path("slug").asText();

    JsonNode type = netbox.deviceType(maker, "manufacturer", with("slug", slug));

    assertThat(type.path("manufacturer").path("id")).isEqualTo(maker.path("id"));
    assertThat(refused(netbox, "manufacturer", slug))
        .isEqualTo(
            "Related objects must be referenced by numeric ID or by dictionary of attributes."
                + " Received an unrecognized value: "
                + slug);
    assertThat(refused(netbox, "manufacturer", 999_999_999))
        .isEqualTo("Related object not found using the provided numeric ID: 999999999");
    assertThat(refused(netbox, "manufacturer", with("slug", "no-such")))
        .isEqualTo("Related object not found using the provided attributes: {'slug': 'no-such'}");
  }

  @ContractTest
  void modelAndSlugStandOnceWithinAManufacturer(NetBoxClient netbox) {
    JsonNode maker = netbox.manufacturer();
    JsonNode type = netbox.deviceType(maker);
    String model = type.path("model").asText();

    Reply both =
        netbox.post(
            list("device-types"),
            with("manufacturer", maker.path("id"), "model", model, "slug", slug(model)));
    Reply slugOnly =
        netbox.post(
            list("device-types"),
            with("manufacturer", maker.path("id"), "model", unique(), "slug", slug(model)));
    JsonNode elsewhere = netbox.deviceType("model", model, "slug", slug(model));

    assertThat(both.json().path("__all__"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "Device type with this Manufacturer and Model already exists.",
            "Device type with this Manufacturer and Slug already exists.");
    assertThat(slugOnly.problem("__all__"))
        .isEqualTo("Device type with this Manufacturer and Slug already exists.");
    assertThat(elsewhere.path("model").asText()).isEqualTo(model);
  }

  @ContractTest
  void heightIsInHalvesAndFitsIntoARack(NetBoxClient netbox) {
    assertThat(refused(netbox, "u_height", 0.3))
        .isEqualTo("U height must be in increments of 0.5 rack units.");
    assertThat(refused(netbox, "u_height", 1.25))
        .isEqualTo("Ensure that there are no more than 1 decimal places.");
    assertThat(refused(netbox, "u_height", 1000))
        .isEqualTo("Ensure that there are no more than 3 digits before the decimal point.");
    assertThat(refused(netbox, "u_height", -1))
        .isEqualTo("Ensure this value is greater than or equal to 0.");
    assertThat(refused(netbox, "u_height", "tall")).isEqualTo("A valid number is required.");
    assertThat(refused(netbox, "u_height", null)).isEqualTo("This field may not be null.");
  }

  @ContractTest
  void childHasNoHeight(NetBoxClient netbox) {
    assertThat(refused(netbox, "u_height", 1, "subdevice_role", "child"))
        .isEqualTo("Child device types must be 0U.");
    assertThat(
            netbox.deviceType("subdevice_role", "child", "u_height", 0).path("u_height").asDouble())
        .isZero();
  }

  @ContractTest
  void weightNeedsAUnitAndTwoDecimalsAtMost(NetBoxClient netbox) {
    assertThat(refused(netbox, "__all__", null, "weight", 1))
        .isEqualTo("Must specify a unit when setting a weight");
    assertThat(refused(netbox, "weight", 1.234, "weight_unit", "kg"))
        .isEqualTo("Ensure that there are no more than 2 decimal places.");
    assertThat(refused(netbox, "weight_unit", "stone")).isEqualTo("stone is not a valid choice.");
    assertThat(netbox.deviceType("weight_unit", "lb").path("weight").isNull()).isTrue();
  }

  @ContractTest
  void negativeWeightCrashesNetBox(NetBoxClient netbox) {
    Reply reply =
        netbox.post(list("device-types"), body(netbox, "weight", -1, "weight_unit", "kg"));

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.json().path("exception").asText()).isEqualTo("ValueError");
  }

  @ContractTest
  void choicesArePassedBare(NetBoxClient netbox) {
    assertThat(refused(netbox, "airflow", "sideways")).isEqualTo("sideways is not a valid choice.");
    assertThat(refused(netbox, "airflow", with("value", "passive")))
        .startsWith("Value must be passed directly");
    assertThat(netbox.deviceType("airflow", "").path("airflow").isNull()).isTrue();
  }

  @ContractTest
  void imagesAreNotTakenAsJson(NetBoxClient netbox) {
    assertThat(refused(netbox, "front_image", "front.png"))
        .isEqualTo("The submitted data was not a file. Check the encoding type on the form.");
  }

  @ContractTest
  void tagMustExist(NetBoxClient netbox) {
    assertThat(refused(netbox, "tags", java.util.List.of(with("name", "no-such-tag"))))
        .isEqualTo(
            "Related object not found using the provided attributes: {'name': 'no-such-tag'}");
  }

  @ContractTest
  void unknownCustomFieldsAreRefusedButBy44(NetBoxClient netbox) {
    Reply reply = netbox.post(list("device-types"), body(netbox, "custom_fields", with("nope", 1)));
    netbox.keep("device-types", reply.json().path("id").asLong());

    boolean taken = netbox.atLeast("4.4") && !netbox.atLeast("4.5");
    assertThat(reply.status()).isEqualTo(taken ? 201 : 400);
  }

  @ContractTest
  void moduleTypeComesBackAsWritten(NetBoxClient netbox) {
    JsonNode type =
        netbox.moduleType(
            "part_number", "PN-2",
            "airflow", "passive",
            "weight", 2,
            "weight_unit", "lb",
            "description", "words",
            "comments", "more words");

    assertThat(type.path("airflow").path("value").asText()).isEqualTo("passive");
    assertThat(type.path("weight").asDouble()).isEqualTo(2.0);
    assertThat(type.path("part_number").asText()).isEqualTo("PN-2");
    assertThat(type.has("slug")).isFalse();
    assertThat(type.has("interface_template_count")).isEqualTo(netbox.atLeast("4.5"));
  }

  @ContractTest
  void moduleTypesModelStandsOnceWithinAManufacturer(NetBoxClient netbox) {
    JsonNode type = netbox.moduleType();

    Reply again =
        netbox.post(
            list("module-types"),
            with(
                "manufacturer", type.path("manufacturer").path("id"),
                "model", type.path("model")));

    assertThat(again.problem("__all__"))
        .isEqualTo("Module type with this Manufacturer and Model already exists.");
  }

  @ContractTest
  void patchChangesWhatItNamesAndNothingElse(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType("part_number", "old", "description", "kept");

    JsonNode patched =
        netbox
            .patch(one("device-types", type.path("id").asLong()), with("part_number", "new"))
            .json();

    assertThat(patched.path("part_number").asText()).isEqualTo("new");
    assertThat(patched.path("description").asText()).isEqualTo("kept");
    assertThat(patched.path("created")).isEqualTo(type.path("created"));
    assertThat(patched.path("last_updated")).isNotEqualTo(type.path("last_updated"));
  }

  @ContractTest
  void countersCannotBeWritten(NetBoxClient netbox) {
    JsonNode type = netbox.deviceType("interface_template_count", 99);

    assertThat(type.path("interface_template_count").asInt()).isZero();
  }

  /** What is said against a field of an else good device type. */
  private static String refused(
      NetBoxClient netbox, String field, @Nullable Object value, @Nullable Object... more) {
    Map<String, @Nullable Object> body = body(netbox, more);
    if (!field.startsWith("_")) {
      body.put(field, value);
    }
    Reply reply = netbox.post(list("device-types"), body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    return reply.problem(field);
  }

  private static Map<String, @Nullable Object> body(NetBoxClient netbox, @Nullable Object... more) {
    String model = unique();
    Map<String, @Nullable Object> body =
        with("manufacturer", netbox.manufacturer().path("id"), "model", model, "slug", slug(model));
    body.putAll(with(more));
    return body;
  }

  private static String slug(String name) {
    return NetBoxClient.slug(name);
  }
}
