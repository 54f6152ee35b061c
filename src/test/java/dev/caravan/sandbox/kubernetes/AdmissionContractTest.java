package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.APPLY;
import static dev.caravan.sandbox.kubernetes.Client.STEPS;
import static dev.caravan.sandbox.kubernetes.Client.VPCS;
import static dev.caravan.sandbox.kubernetes.Client.subnet;
import static dev.caravan.sandbox.kubernetes.Client.vpc;
import static dev.caravan.sandbox.kubernetes.Client.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** What a cluster makes of objects before it keeps them, and changes that depend on a version. */
class AdmissionContractTest {

  private static final String POLICIES = "/apis/admissionregistration.k8s.io/v1/mutatingadmission";

  /** From now on the mode of this VPC is l3, whatever is written. */
  private static void mutate(Client client, String name) {
    if (client.simulated()) {
      client
          .post("/sandbox/admission", with("kind", "VPC", "set", with("/spec/mode", "l3")))
          .is(204);
      return;
    }
    Object rule =
        with(
            "apiGroups",
            List.of("vpc.githedgehog.com"),
            "apiVersions",
            List.of("v1beta1"),
            "operations",
            List.of("CREATE", "UPDATE"),
            "resources",
            List.of("vpcs"));
    Object spec =
        with(
            "matchConstraints",
            with("resourceRules", List.of(rule)),
            "matchConditions",
            List.of(with("name", "one", "expression", "object.metadata.name == '" + name + "'")),
            "reinvocationPolicy",
            "Never",
            "mutations",
            List.of(
                with(
                    "patchType",
                    "JSONPatch",
                    "jsonPatch",
                    with(
                        "expression", "[JSONPatch{op: 'add', path: '/spec/mode', value: 'l3'}]"))));
    client.post(POLICIES + "policies", policy("MutatingAdmissionPolicy", name, spec)).is(201);
    client
        .post(
            POLICIES + "policybindings",
            policy("MutatingAdmissionPolicyBinding", name, with("policyName", name)))
        .is(201);
  }

  private static Object policy(String kind, String name, Object spec) {
    return Client.object("admissionregistration.k8s.io/v1", kind, with("name", name), spec);
  }

  private static void leave(Client client, String name) {
    if (client.simulated()) {
      client.delete("/sandbox/admission").is(204);
    } else {
      client.delete(POLICIES + "policybindings/" + name).is(200);
      client.delete(POLICIES + "policies/" + name).is(200);
    }
  }

  @ContractTest
  void theAnswerToAnApplyIsWhatIsKeptAndTheSameAgainChangesNothing(Client client) {
    String name = client.name("a");
    String path = VPCS + "/" + name + "?fieldManager=m1";
    Object applied = vpc(name, with("mode", "l2vni", "subnets", subnet(1).get("subnets")));
    mutate(client, name);
    try {
      // A policy of a real cluster holds a moment after it was made.
      Reply kept =
          Awaitility.await()
              .atMost(Duration.ofSeconds(20))
              .until(
                  () -> client.patch(path, applied, APPLY),
                  each -> each.spec().path("mode").asText().equals("l3"));

      Reply again = client.patch(path, applied, APPLY).is(200);

      assertThat(again.spec()).isEqualTo(kept.spec());
      assertThat(again.metadata().path("generation")).isEqualTo(kept.metadata().path("generation"));
      assertThat(client.patch(path, applied, APPLY).is(200).version()).isEqualTo(again.version());
    } finally {
      leave(client, name);
    }
  }

  @ContractTest
  void stepsMayDependOnTheVersionThatWasSeen(Client client) {
    String path = VPCS + "/" + client.name("a");
    Reply made =
        client.patch(path + "?fieldManager=m1", vpc(client.name("a"), subnet(7)), APPLY).is(201);
    Object remove = with("op", "remove", "path", "/spec/subnets/default/vlan");

    Reply refused = client.patch(path, List.of(test("1"), remove), STEPS);
    Reply taken = client.patch(path, List.of(test(made.version()), remove), STEPS).is(200);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(taken.spec().path("subnets").path("default").has("vlan")).isFalse();
  }

  private static Object test(String version) {
    return with("op", "test", "path", "/metadata/resourceVersion", "value", version);
  }
}
