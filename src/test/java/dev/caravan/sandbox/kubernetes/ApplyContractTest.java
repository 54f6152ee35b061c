package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.APPLY;
import static dev.caravan.sandbox.kubernetes.Client.MERGE;
import static dev.caravan.sandbox.kubernetes.Client.VPC;
import static dev.caravan.sandbox.kubernetes.Client.VPCS;
import static dev.caravan.sandbox.kubernetes.Client.object;
import static dev.caravan.sandbox.kubernetes.Client.subnet;
import static dev.caravan.sandbox.kubernetes.Client.vpc;
import static dev.caravan.sandbox.kubernetes.Client.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Server-side apply: fields have owners, and who no longer applies a field lets it go. */
class ApplyContractTest {

  private static String path(Client client, String manager) {
    return VPCS + "/" + client.name("a") + "?fieldManager=" + manager;
  }

  private static Object applied(Client client, Object spec) {
    return vpc(client.name("a"), spec);
  }

  @ContractTest
  void applyingMakesAnObjectAndThenChangesNothing(Client client) {
    String yaml =
        "apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata:\n  name: "
            + client.name("a")
            + "\n  labels: {a: b}\nspec:\n  subnets:\n    default: {vlan: 1001}\n";
    Reply made = client.patch(path(client, "m1"), yaml, APPLY).is(201);
    assertThat(made.fieldsOf("m1"))
        .isEqualTo(
            "{\"f:metadata\":{\"f:labels\":{\"f:a\":{}}},\"f:spec\":{\"f:subnets\":"
                + "{\"f:default\":{\".\":{},\"f:vlan\":{}}}}}");
    assertThat(made.metadata().path("managedFields").path(0).path("operation").asText())
        .isEqualTo("Apply");
    Reply again = client.patch(path(client, "m1"), yaml, APPLY).is(200);
    assertThat(again.json()).isEqualTo(made.json());
  }

  @ContractTest
  void whoAppliesHasAName(Client client) {
    Object body = applied(client, subnet(1));
    assertThat(
            client
                .patch(VPCS + "/" + client.name("a"), body, APPLY)
                .refuses(422, "Invalid")
                .causes())
        .containsExactly(
            "FieldValueRequired fieldManager Required value: is required for apply patch");
  }

  @ContractTest
  void aFieldOfAnotherIsAConflictUntilItIsForced(Client client) {
    client.patch(path(client, "m1"), applied(client, subnet(1)), APPLY).is(201);
    Object mine = applied(client, with("mode", "x", "subnets", with("default", with("vlan", 7))));
    Reply conflict = client.patch(path(client, "m2"), mine, APPLY).refuses(409, "Conflict");
    assertThat(conflict.message())
        .isEqualTo(
            "Apply failed with 1 conflict: conflict with \"m1\": .spec.subnets.default.vlan");
    assertThat(conflict.causes())
        .containsExactly("FieldManagerConflict .spec.subnets.default.vlan conflict with \"m1\"");
    Reply forced = client.patch(path(client, "m2") + "&force=true", mine, APPLY).is(200);
    assertThat(forced.spec().toString())
        .isEqualTo(
            "{\"mode\":\"x\",\"subnets\":{\"default\":{\"subnet\":\"10.1.0.0/24\",\"vlan\":7}}}");
    assertThat(forced.fieldsOf("m1"))
        .isEqualTo("{\"f:spec\":{\"f:subnets\":{\"f:default\":{\".\":{},\"f:subnet\":{}}}}}");
    assertThat(forced.fieldsOf("m2"))
        .isEqualTo(
            "{\"f:spec\":{\"f:mode\":{},\"f:subnets\":{\"f:default\":{\".\":{},\"f:vlan\":{}}}}}");
  }

  @ContractTest
  void editsByHandAreConflictsThatNameTheHand(Client client) {
    client.patch(path(client, "m1"), applied(client, with("mode", "x")), APPLY).is(201);
    var edit = with("spec", with("mode", "hand", "permit", List.of(List.of("z"))));
    client.patch(path(client, "editor"), edit, MERGE).is(200);
    Object mine = applied(client, with("mode", "x", "permit", List.of(List.of("a"))));
    Reply conflict = client.patch(path(client, "m1"), mine, APPLY).refuses(409, "Conflict");
    assertThat(conflict.message())
        .isEqualTo(
            "Apply failed with 2 conflicts: conflicts with \"editor\" using"
                + " vpc.githedgehog.com/v1beta1:\n- .spec.mode\n- .spec.permit");
    assertThat(conflict.causes())
        .containsExactly(
            "FieldManagerConflict .spec.mode conflict with \"editor\" using"
                + " vpc.githedgehog.com/v1beta1",
            "FieldManagerConflict .spec.permit conflict with \"editor\" using"
                + " vpc.githedgehog.com/v1beta1");
    Reply forced = client.patch(path(client, "m1") + "&force=true", mine, APPLY).is(200);
    assertThat(forced.spec().toString()).isEqualTo("{\"mode\":\"x\",\"permit\":[[\"a\"]]}");
    assertThat(forced.fieldsOf("editor")).isEqualTo("none");
  }

  @ContractTest
  void whatIsNoLongerAppliedGoesUnlessAnotherOwnsIt(Client client) {
    var two = with("subnets", with("default", with("vlan", 1), "two", with("vlan", 2)));
    var one = with("subnets", with("default", with("vlan", 1)));
    client.patch(path(client, "m1"), applied(client, two), APPLY).is(201);
    client.patch(path(client, "m2"), applied(client, one), APPLY).is(200);
    Reply less = client.patch(path(client, "m1"), applied(client, with()), APPLY).is(200);
    assertThat(less.spec().toString()).isEqualTo("{\"subnets\":{\"default\":{\"vlan\":1}}}");
    assertThat(less.fieldsOf("m1")).isEqualTo("{\"f:spec\":{}}");
    Object both = applied(client, with("mode", "x"));
    Reply none = client.patch(path(client, "m2"), both, APPLY).is(200);
    assertThat(none.spec().toString()).isEqualTo("{\"mode\":\"x\"}");
  }

  @ContractTest
  void takingTheLastFieldOutOfWhatAnotherOwnsIsRefused(Client client) {
    client.patch(path(client, "m1"), applied(client, with()), APPLY).is(201);
    client.patch(path(client, "m2"), applied(client, subnet(1)), APPLY).is(200);
    Reply refused =
        client.patch(path(client, "m2"), applied(client, with()), APPLY).refuses(422, "Invalid");
    assertThat(refused.causes())
        .containsExactly(
            "FieldValueTypeInvalid spec Invalid value: \"null\": spec in body must be of type"
                + " object: \"null\"");
  }

  @ContractTest
  void agreeingOnAValueIsSharedAndNoConflict(Client client) {
    client.patch(path(client, "m1"), applied(client, subnet(1)), APPLY).is(201);
    Reply shared = client.patch(path(client, "m2"), applied(client, subnet(1)), APPLY).is(200);
    assertThat(shared.fieldsOf("m2")).isEqualTo(shared.fieldsOf("m1"));
    assertThat(shared.metadata().path("generation").asInt()).isEqualTo(1);
  }

  @ContractTest
  void aDryRunTellsOfConflictsAndKeepsNothing(Client client) {
    client.patch(path(client, "m1"), applied(client, subnet(1)), APPLY).is(201);
    String dry = path(client, "m2") + "&dryRun=All";
    client.patch(dry, applied(client, subnet(2)), APPLY).refuses(409, "Conflict");
    Reply forced = client.patch(dry + "&force=true", applied(client, subnet(2)), APPLY).is(200);
    assertThat(forced.spec().path("subnets").path("default").path("vlan").asInt()).isEqualTo(2);
    Reply live = client.get(VPCS + "/" + client.name("a")).is(200);
    assertThat(live.spec().path("subnets").path("default").path("vlan").asInt()).isEqualTo(1);
    assertThat(live.fieldsOf("m2")).isEqualTo("none");
  }

  @ContractTest
  void whatTheSchemaDoesNotKnowCannotBeApplied(Client client) {
    Object unknown = applied(client, with("nosuch", 1));
    assertThat(client.patch(path(client, "m1"), unknown, APPLY).is(500).message())
        .endsWith(".spec.nosuch: field not declared in schema");
    Object wrong = applied(client, with("mode", 5));
    assertThat(client.patch(path(client, "m1"), wrong, APPLY).is(500).message())
        .contains(".spec.mode: expected string, got &value.valueUnstructured{Value:5}");
    client.patch(path(client, "m1"), "a: [", APPLY).refuses(400, "BadRequest");
    client.patch(path(client, "m1"), vpc("other", subnet(1)), APPLY).refuses(400, "BadRequest");
    String nowhere = VPC + "/namespaces/nowhere/vpcs/a?fieldManager=m1";
    client.patch(nowhere, vpc("a", subnet(1)), APPLY).refuses(404, "NotFound");
    var owned = with("name", client.name("a"), "managedFields", List.of(with("manager", "x")));
    Object forged = object("vpc.githedgehog.com/v1beta1", "VPC", owned, subnet(1));
    assertThat(client.patch(path(client, "m1"), forged, APPLY).refuses(400, "BadRequest").message())
        .isEqualTo("metadata.managedFields must be nil");
  }
}
