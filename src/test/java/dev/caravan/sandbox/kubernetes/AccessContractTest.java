package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.DEFINITIONS;
import static dev.caravan.sandbox.kubernetes.Client.VPC;
import static dev.caravan.sandbox.kubernetes.Client.VPCS;
import static dev.caravan.sandbox.kubernetes.Client.subnet;
import static dev.caravan.sandbox.kubernetes.Client.vpc;
import static dev.caravan.sandbox.kubernetes.Client.with;
import static org.assertj.core.api.Assertions.assertThat;

/** Who is let in, and what they may do. */
class AccessContractTest {

  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  @ContractTest
  void nobodyIsServedWithoutAToken(Client client) {
    for (String path : new String[] {"/version", "/healthz", "/apis", VPCS}) {
      assertThat(client.as("").get(path).refuses(401, "Unauthorized").message())
          .isEqualTo("Unauthorized");
      client.as("wrong").get(path).refuses(401, "Unauthorized");
    }
  }

  @ContractTest
  void whoMayDoNothingStillDiscovers(Client client) {
    Client nobody = client.as("sandbox-nobody");
    nobody.get("/version").is(200);
    nobody.get("/apis").is(200);
    assertThat(nobody.get("/healthz").is(200).text()).isEqualTo("ok");
    assertThat(nobody.get(VPCS).refuses(403, "Forbidden").message())
        .isEqualTo(
            "vpcs.vpc.githedgehog.com is forbidden: User \"nobody\" cannot list resource \"vpcs\""
                + " in API group \"vpc.githedgehog.com\" in the namespace \"default\"");
    assertThat(nobody.get(VPC + "/vpcs").refuses(403, "Forbidden").message())
        .endsWith("at the cluster scope");
    assertThat(nobody.get(VPCS + "?watch=1").refuses(403, "Forbidden").message())
        .contains("cannot watch");
    assertThat(nobody.get("/api/v1/namespaces/default").refuses(403, "Forbidden").message())
        .isEqualTo(
            "namespaces \"default\" is forbidden: User \"nobody\" cannot get resource"
                + " \"namespaces\" in API group \"\" in the namespace \"default\"");
  }

  @ContractTest
  void aReaderReadsAndDoesNotWrite(Client client) {
    Client reader = client.as("sandbox-reader");
    reader.get(VPCS).is(200);
    reader.get(DEFINITIONS + "?limit=1").is(200);
    reader.get("/api/v1/namespaces").is(200);
    assertThat(
            reader.post(VPCS, vpc(client.name("a"), subnet(1))).refuses(403, "Forbidden").message())
        .contains("User \"reader\" cannot create resource \"vpcs\"");
    assertThat(reader.delete(VPCS + "/x").refuses(403, "Forbidden").message())
        .startsWith("vpcs.vpc.githedgehog.com \"x\" is forbidden");
    assertThat(reader.delete(VPCS).refuses(403, "Forbidden").message())
        .contains("cannot deletecollection");
    assertThat(
            reader
                .patch(VPCS + "/x/status", with(), Client.MERGE)
                .refuses(403, "Forbidden")
                .message())
        .contains("cannot patch resource \"vpcs/status\"");
  }

  @ContractTest
  void aWriterWritesTheObjectsOfAFabricAlone(Client client) {
    Client writer = client.as("sandbox-writer");
    writer.post(VPCS, vpc(client.name("a"), subnet(1))).is(201);
    writer.delete(VPCS + "/" + client.name("a")).is(200);
    writer.delete(DEFINITIONS + "/x").refuses(403, "Forbidden");
    writer.post("/api/v1/namespaces", with()).refuses(403, "Forbidden");
  }

  @ContractTest
  void everybodyMayAskWhatTheyMayDo(Client client) {
    assertThat(allowed(client.as("sandbox-reader"), "list")).isTrue();
    assertThat(allowed(client.as("sandbox-reader"), "patch")).isFalse();
    assertThat(allowed(client.as("sandbox-writer"), "patch")).isTrue();
    assertThat(allowed(client.as("sandbox-nobody"), "list")).isFalse();
    assertThat(allowed(client, "deletecollection")).isTrue();
  }

  private static boolean allowed(Client client, String verb) {
    var asked =
        with(
            "group", "vpc.githedgehog.com",
            "resource", "vpcs",
            "verb", verb,
            "namespace", "default");
    var review =
        Client.object(
            "authorization.k8s.io/v1",
            "SelfSubjectAccessReview",
            with(),
            with("resourceAttributes", asked));
    return client.post(REVIEWS, review).is(201).json().path("status").path("allowed").asBoolean();
  }
}
