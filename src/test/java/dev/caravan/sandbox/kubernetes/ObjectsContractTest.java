package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.AGENTS;
import static dev.caravan.sandbox.kubernetes.Client.MERGE;
import static dev.caravan.sandbox.kubernetes.Client.STEPS;
import static dev.caravan.sandbox.kubernetes.Client.SWITCHES;
import static dev.caravan.sandbox.kubernetes.Client.VPC;
import static dev.caravan.sandbox.kubernetes.Client.VPCS;
import static dev.caravan.sandbox.kubernetes.Client.object;
import static dev.caravan.sandbox.kubernetes.Client.subnet;
import static dev.caravan.sandbox.kubernetes.Client.vpc;
import static dev.caravan.sandbox.kubernetes.Client.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects are made, changed and deleted. */
class ObjectsContractTest {

  @ContractTest
  void aNewObjectHasWhatTheServerAdds(Client client) {
    String name = client.name("a");
    Reply made = client.post(VPCS, vpc(name, subnet(1001))).is(201);
    assertThat(made.metadata().path("namespace").asText()).isEqualTo("default");
    assertThat(made.metadata().path("generation").asInt()).isEqualTo(1);
    assertThat(made.metadata().path("uid").asText()).hasSize(36);
    assertThat(made.metadata().path("creationTimestamp").asText()).endsWith("Z").hasSize(20);
    assertThat(made.version()).matches("\\d+");
    assertThat(made.fieldsOf("contract"))
        .isEqualTo(
            "{\"f:spec\":{\".\":{},\"f:subnets\":{\".\":{},\"f:default\":{\".\":{},"
                + "\"f:subnet\":{},\"f:vlan\":{}}}}}");
    assertThat(client.get(VPCS + "/" + name).is(200).json()).isEqualTo(made.json());
    assertThat(client.post(VPCS, vpc(name, subnet(1))).refuses(409, "AlreadyExists").message())
        .isEqualTo("vpcs.vpc.githedgehog.com \"" + name + "\" already exists");
  }

  @ContractTest
  void whatIsNotThereIsNotFound(Client client) {
    Reply reply = client.get(VPCS + "/nosuch").refuses(404, "NotFound");
    assertThat(reply.message()).isEqualTo("vpcs.vpc.githedgehog.com \"nosuch\" not found");
    assertThat(reply.json().path("details").toString())
        .isEqualTo("{\"name\":\"nosuch\",\"group\":\"vpc.githedgehog.com\",\"kind\":\"vpcs\"}");
    String nowhere = VPC + "/namespaces/nowhere/vpcs";
    assertThat(client.post(nowhere, vpc("a", subnet(1))).refuses(404, "NotFound").message())
        .isEqualTo("namespaces \"nowhere\" not found");
    assertThat(client.get(nowhere).is(200).names()).isEmpty();
    client.patch(VPCS + "/nosuch", with(), MERGE).refuses(404, "NotFound");
    client.delete(VPCS + "/nosuch").refuses(404, "NotFound");
  }

  @ContractTest
  void badBodiesAreRefused(Client client) {
    client.post(VPCS, "{\"a\":").refuses(400, "BadRequest");
    client.post(VPCS, "{}").refuses(400, "BadRequest");
    client.send("POST", VPCS, "[]", "text/plain").refuses(415, "UnsupportedMediaType");
    Map<String, @Nullable Object> wrong = vpc(client.name("a"), subnet(1));
    wrong.put("apiVersion", "foo/v1");
    assertThat(client.post(VPCS, wrong).refuses(400, "BadRequest").message())
        .isEqualTo(
            "the API version in the data (foo/v1) does not match the expected API version"
                + " (vpc.githedgehog.com/v1beta1)");
    assertThat(client.post(VPCS, vpc("Bad_Name", subnet(1))).refuses(422, "Invalid").causes())
        .first()
        .asString()
        .startsWith("FieldValueInvalid metadata.name Invalid value: \"Bad_Name\"");
  }

  @ContractTest
  void badValuesAreNamedByTheirFields(Client client) {
    var spec = with("mode", 7, "subnets", with("default", with("vlan", "x", "isolated", 3)));
    assertThat(client.post(VPCS, vpc(client.name("a"), spec)).refuses(422, "Invalid").causes())
        .containsExactly(
            "FieldValueTypeInvalid spec.mode Invalid value: \"integer\": spec.mode in body must be"
                + " of type string: \"integer\"",
            "FieldValueTypeInvalid spec.subnets.default.isolated Invalid value: \"integer\":"
                + " spec.subnets.default.isolated in body must be of type boolean: \"integer\"",
            "FieldValueTypeInvalid spec.subnets.default.vlan Invalid value: \"string\":"
                + " spec.subnets.default.vlan in body must be of type integer: \"string\"");
    assertThat(client.post(SWITCHES, aSwitch(client, with())).refuses(422, "Invalid").causes())
        .containsExactly("FieldValueRequired spec.role Required value");
    var odd = with("role", "foo", "linkFlapErrDisable", with("flapThreshold", 99));
    assertThat(client.post(SWITCHES, aSwitch(client, odd)).refuses(422, "Invalid").causes())
        .containsExactly(
            "FieldValueInvalid spec.linkFlapErrDisable.flapThreshold Invalid value: 99:"
                + " spec.linkFlapErrDisable.flapThreshold in body should be less than or equal to"
                + " 50",
            "FieldValueNotSupported spec.role Unsupported value: \"foo\": supported values:"
                + " \"spine\", \"server-leaf\", \"border-leaf\", \"mixed-leaf\","
                + " \"virtual-edge\"");
  }

  private static Map<String, @Nullable Object> aSwitch(Client client, Object spec) {
    return object("wiring.githedgehog.com/v1beta1", "Switch", with("name", client.name("s")), spec);
  }

  @ContractTest
  void defaultsAreFilledIn(Client client) {
    var spec = with("role", "spine", "linkFlapErrDisable", with());
    Reply made = client.post(SWITCHES, aSwitch(client, spec)).is(201);
    assertThat(made.spec().path("linkFlapErrDisable").path("flapThreshold").asInt()).isEqualTo(3);
    assertThat(made.spec().path("linkFlapErrDisable").path("recoveryInterval").asInt())
        .isEqualTo(300);
  }

  @ContractTest
  void whatTheSchemaDoesNotKnowIsDroppedWithAWarning(Client client) {
    var spec = with("mode", "l3vni", "nosuch", 1);
    Reply made = client.post(VPCS, vpc(client.name("a"), spec)).is(201);
    assertThat(made.spec().toString()).isEqualTo("{\"mode\":\"l3vni\"}");
    assertThat(made.headers().firstValue("Warning"))
        .contains("299 - \"unknown field \\\"spec.nosuch\\\"\"");
    String strict = VPCS + "?fieldValidation=Strict";
    assertThat(
            client.post(strict, vpc(client.name("b"), spec)).refuses(400, "BadRequest").message())
        .isEqualTo(
            "VPC in version \"v1beta1\" cannot be handled as a VPC: strict decoding error: unknown"
                + " field \"spec.nosuch\"");
  }

  @ContractTest
  void aDryRunKeepsNothing(Client client) {
    String name = client.name("a");
    Reply dry = client.post(VPCS + "?dryRun=All", vpc(name, subnet(1))).is(201);
    assertThat(dry.metadata().has("uid")).isTrue();
    assertThat(dry.metadata().has("resourceVersion")).isFalse();
    client.get(VPCS + "/" + name).refuses(404, "NotFound");
    client.post(VPCS, vpc(name, subnet(1))).is(201);
    client.delete(VPCS + "/" + name + "?dryRun=All").is(200);
    client.get(VPCS + "/" + name).is(200);
  }

  @ContractTest
  void ofADeletionWithABodyTheQueryIsNotRead(Client client) {
    String path = VPCS + "/" + client.name("a");
    client.post(VPCS, vpc(path.substring(VPCS.length() + 1), subnet(1))).is(201);
    client.send("DELETE", path, Map.of("dryRun", List.of("All")), "application/json").is(200);
    client.get(path).is(200);
    client
        .send("DELETE", path + "?dryRun=All", Map.of("preconditions", Map.of()), "application/json")
        .is(200);
    client.get(path).refuses(404, "NotFound");
  }

  @ContractTest
  void aReplacementSaysWhichVersionItReplaces(Client client) {
    String name = client.name("a");
    String path = VPCS + "/" + name;
    Reply made = client.post(VPCS, vpc(name, subnet(1))).is(201);
    assertThat(client.put(path, vpc(name, subnet(2))).refuses(422, "Invalid").causes())
        .containsExactly(
            "FieldValueInvalid metadata.resourceVersion Invalid value: 0: must be specified for an"
                + " update");
    assertThat(client.put(path, at(name, "1", subnet(2))).refuses(409, "Conflict").message())
        .isEqualTo(
            "Operation cannot be fulfilled on vpcs.vpc.githedgehog.com \""
                + name
                + "\": the object has been modified; please apply your changes to the latest"
                + " version and try again");
    Reply same = client.put(path, at(name, made.version(), subnet(1))).is(200);
    assertThat(same.json()).isEqualTo(made.json());
    Reply changed =
        client.put(path + "?fieldManager=other", at(name, made.version(), subnet(2))).is(200);
    assertThat(changed.metadata().path("generation").asInt()).isEqualTo(2);
    assertThat(Long.parseLong(changed.version())).isGreaterThan(Long.parseLong(made.version()));
    assertThat(changed.fieldsOf("other"))
        .isEqualTo("{\"f:spec\":{\"f:subnets\":{\"f:default\":{\"f:vlan\":{}}}}}");
    assertThat(changed.fieldsOf("contract")).doesNotContain("f:vlan").contains("f:subnet");
  }

  private static Map<String, @Nullable Object> at(String name, String version, Object spec) {
    return object(
        "vpc.githedgehog.com/v1beta1", "VPC", with("name", name, "resourceVersion", version), spec);
  }

  @ContractTest
  void aMergePatchChangesAndTakesAway(Client client) {
    String name = client.name("a");
    String path = VPCS + "/" + name;
    Reply made = client.post(VPCS, vpc(name, with("mode", "l3vni"))).is(201);
    Reply none = client.patch(path, with("spec", with("mode", "l3vni")), MERGE).is(200);
    assertThat(none.version()).isEqualTo(made.version());
    var labels = with("metadata", with("labels", with("x", "y")));
    Reply labelled = client.patch(path, labels, MERGE).is(200);
    assertThat(labelled.metadata().path("generation").asInt()).isEqualTo(1);
    var patch = with("spec", with("mode", null, "permit", List.of(List.of("a"))));
    Reply patched = client.patch(path, patch, MERGE).is(200);
    assertThat(patched.spec().toString()).isEqualTo("{\"permit\":[[\"a\"]]}");
    assertThat(patched.fieldsOf("contract"))
        .isEqualTo(
            "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:x\":{}}},"
                + "\"f:spec\":{\".\":{},\"f:permit\":{}}}");
    client
        .patch(path, with("metadata", with("resourceVersion", "1")), MERGE)
        .refuses(409, "Conflict");
    client.patch(path, with("spec", with("mode", 3)), MERGE).refuses(422, "Invalid");
    client.patch(path, with("metadata", with("name", "z")), MERGE).refuses(400, "BadRequest");
  }

  @ContractTest
  void aJsonPatchIsDoneAsAWholeOrNotAtAll(Client client) {
    String name = client.name("a");
    String path = VPCS + "/" + name;
    client.post(VPCS, vpc(name, with("mode", "l3vni"))).is(201);
    var test = with("op", "test", "path", "/spec/mode", "value", "l3vni");
    var replace = with("op", "replace", "path", "/spec/mode", "value", "x");
    assertThat(client.patch(path, List.of(test, replace), STEPS).is(200).spec().toString())
        .isEqualTo("{\"mode\":\"x\"}");
    client.patch(path, List.of(replace, test), STEPS).refuses(422, "Invalid");
    client
        .patch(path, List.of(with("op", "remove", "path", "/spec/nosuch")), STEPS)
        .refuses(422, "Invalid");
    client.patch(path, with(), STEPS).refuses(400, "BadRequest");
    client
        .patch(path, with(), "application/strategic-merge-patch+json")
        .refuses(415, "UnsupportedMediaType");
  }

  @ContractTest
  void statusIsAnEndpointOfItsOwn(Client client) {
    String name = client.name("a");
    String path = AGENTS + "/" + name;
    var status = with("conditions", List.of(), "lastAppliedGen", 1);
    var agent = object("agent.githedgehog.com/v1beta1", "Agent", with("name", name), with());
    agent.put("status", status);
    assertThat(client.post(AGENTS, agent).is(201).json().has("status")).isFalse();
    assertThat(client.patch(path, with("status", status), MERGE).is(200).json().has("status"))
        .isFalse();
    var all = with("status", status, "spec", with("description", "d"));
    Reply patched = client.patch(path + "/status", all, MERGE).is(200);
    assertThat(patched.json().path("status").path("lastAppliedGen").asInt()).isEqualTo(1);
    assertThat(patched.spec().has("description")).isFalse();
    assertThat(patched.metadata().path("generation").asInt()).isEqualTo(1);
    assertThat(patched.metadata().path("managedFields").findValuesAsText("subresource"))
        .containsExactly("status");
    var late = with("status", with("lastHeartbeat", "soon"));
    client.patch(path + "/status", late, MERGE).refuses(422, "Invalid");
    client.get(path + "/status").is(200);
  }

  @ContractTest
  void deletionHasPreconditions(Client client) {
    String name = client.name("a");
    String path = VPCS + "/" + name;
    String uid = client.post(VPCS, vpc(name, subnet(1))).is(201).metadata().path("uid").asText();
    var wrong = with("preconditions", with("uid", "x"));
    assertThat(
            client
                .send("DELETE", path, wrong, "application/json")
                .refuses(409, "Conflict")
                .message())
        .contains("the UID in the precondition (x) does not match the UID in record (" + uid);
    var old = with("preconditions", with("resourceVersion", "1"));
    client.send("DELETE", path, old, "application/json").refuses(409, "Conflict");
    var right = with("preconditions", with("uid", uid));
    Reply gone = client.send("DELETE", path, right, "application/json").is(200);
    assertThat(gone.json().path("status").asText()).isEqualTo("Success");
    assertThat(gone.json().path("details").path("uid").asText()).isEqualTo(uid);
    client.get(path).refuses(404, "NotFound");
  }

  @ContractTest
  void aFinalizerHoldsAnObject(Client client) {
    String name = client.name("a");
    String path = VPCS + "/" + name;
    var metadata = with("name", name, "finalizers", List.of("caravan.dev/held"));
    client.post(VPCS, object("vpc.githedgehog.com/v1beta1", "VPC", metadata, subnet(1))).is(201);
    Reply held = client.delete(path).is(200);
    assertThat(held.metadata().has("deletionTimestamp")).isTrue();
    assertThat(held.metadata().path("generation").asInt()).isEqualTo(2);
    assertThat(client.delete(path).is(200).version()).isEqualTo(held.version());
    var more = with("metadata", with("finalizers", List.of("caravan.dev/held", "caravan.dev/b")));
    client.patch(path, more, MERGE).refuses(422, "Invalid");
    client.patch(path, with("metadata", with("finalizers", null)), MERGE).is(200);
    client.get(path).refuses(404, "NotFound");
  }
}
