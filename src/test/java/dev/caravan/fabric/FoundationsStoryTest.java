package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.kubernetes.SandboxKubernetes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Definitions, versions, namespaces: what objects of a fabric cannot be without. */
class FoundationsStoryTest extends FabricStory {

  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static Map<String, Object> admin(Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(more);
    Map<String, Object> cluster =
        new HashMap<>(Map.of("server", KUBERNETES.url(), "token", SandboxKubernetes.ADMIN_TOKEN));
    Object namespace = body.remove("namespace");
    if (namespace != null) {
      cluster.put("namespace", namespace);
    }
    body.put("cluster", cluster);
    return body;
  }

  private static String definition(String kind, String... versions) {
    List<String> served = new ArrayList<>();
    for (String version : versions) {
      served.add(
          """
          {name: %s, served: true, storage: %s, schema: {openAPIV3Schema: {type: object, properties: \
          {spec: {type: object, properties: {x: {type: integer}}}}}}}\
          """
              .formatted(version, version.equals(versions[0])));
    }
    String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: %s.lab.example.org}
    spec:
      group: lab.example.org
      scope: Namespaced
      names: {kind: %s, plural: %s, singular: %s, listKind: %sList}
      versions: [%s]
    """
        .formatted(
            plural,
            kind,
            plural,
            kind.toLowerCase(java.util.Locale.ROOT),
            kind,
            String.join(", ", served));
  }

  private static String lab(String version, String kind, String name, int x) {
    return "apiVersion: lab.example.org/%s\nkind: %s\nmetadata: {name: %s}\nspec: {x: %d}\n---\n"
        .formatted(version, kind, name, x);
  }

  private static String path(String version, String plural) {
    return "/apis/lab.example.org/%s/namespaces/default/%s".formatted(version, plural);
  }

  private void defined(String yaml) throws Exception {
    String path =
        DEFINITIONS
            + "/"
            + yaml.lines()
                .filter(each -> each.startsWith("metadata"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*name: |}", "");
    assertThat(
            cluster
                .with("Content-Type", "application/apply-patch+yaml")
                .send(
                    "PATCH",
                    path + "?fieldManager=test",
                    new com.fasterxml.jackson.dataformat.yaml.YAMLMapper().readTree(yaml))
                .status())
        .isEqualTo(201);
    Awaitility.await().until(() -> cluster.get("/apis/lab.example.org").status() == 200);
  }

  private JsonNode inSync(String fabric, String query) {
    JsonNode run = sync(fabric, query);
    assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("in_sync");
    return run;
  }

  @Test
  void kindsOfOneGroupAreFoundInTheVersionsThatTheirObjectsName() throws Exception {
    defined(definition("Alpha", "v1"));
    defined(definition("Beta", "v1alpha1"));
    Awaitility.await().until(() -> isThere(path("v1alpha1", "betas")));
    declare("a.yaml", lab("v1", "Alpha", "a", 1));
    declare("b.yaml", lab("v1alpha1", "Beta", "b", 1));
    String fabric = fabric(admin(Map.of()));

    inSync(fabric, "");

    assertThat(there(path("v1", "alphas") + "/a").at("/spec/x").asInt()).isEqualTo(1);
    assertThat(there(path("v1alpha1", "betas") + "/b").at("/spec/x").asInt()).isEqualTo(1);
    assertThat(inSync(fabric, "").path("writes").asInt()).isZero();

    String whole = fabric(admin(Map.of("api_groups", List.of("lab.example.org"))));
    inSync(whole, "");
    assertThat(resources(whole)).containsOnlyKeys("a", "b");
  }

  @Test
  void oneKindInSeveralVersionsIsComparedAndAppliedInEach() throws Exception {
    defined(definition("Alpha", "v1", "v1beta1"));
    declare("a.yaml", lab("v1", "Alpha", "a", 1) + lab("v1beta1", "Alpha", "b", 2));
    String fabric = fabric(admin(Map.of("prune", true)));

    inSync(fabric, "");
    assertThat(there(path("v1", "alphas")).path("items")).hasSize(2);
    assertThat(inSync(fabric, "").path("writes").asInt()).isZero();
    assertThat(resource(fabric, "b").at("/actual/apiVersion").asText())
        .isEqualTo("lab.example.org/v1beta1");

    declare("a.yaml", lab("v1beta1", "Alpha", "a", 3));
    JsonNode run = inSync(fabric, "");
    assertThat(run.at("/counts/Alpha/deleted").asInt()).as(run.toString()).isEqualTo(1);
    assertThat(there(path("v1", "alphas") + "/a").at("/spec/x").asInt()).isEqualTo(3);

    declare("a.yaml", lab("v7", "Alpha", "a", 3));
    JsonNode wrong = sync(fabric);
    assertThat(wrong.at("/error/type").asText()).isEqualTo("MISSING_KIND");
    assertThat(wrong.at("/error/message").asText()).contains("Alpha", "v7", "v1, v1beta1");
  }

  @Test
  void aDefinitionAndItsObjectsAreMadeInOneRunAndGoInReverse() throws Exception {
    declare("00-crd.yaml", definition("Gamma", "v1"));
    declare("g.yaml", lab("v1", "Gamma", "g", 1));
    String fabric = fabric(admin(Map.of("prune", true)));

    JsonNode plan = sync(fabric, "?dry_run=true");
    assertThat(plan.path("outcome").asText()).as(plan.toString()).isEqualTo("planned");
    assertThat(plan.at("/counts/Gamma/planned").asInt()).isEqualTo(1);
    assertThat(plan.at("/counts/CustomResourceDefinition/planned").asInt()).isEqualTo(1);

    JsonNode run = inSync(fabric, "");
    assertThat(run.at("/counts/Gamma/created").asInt()).as(run.toString()).isEqualTo(1);
    assertThat(there(path("v1", "gammas") + "/g").at("/spec/x").asInt()).isEqualTo(1);
    assertThat(inSync(fabric, "").path("writes").asInt()).isZero();
    assertThat(resources(fabric)).containsOnlyKeys("g", "gammas.lab.example.org");

    make(
        "/apis/lab.example.org/v1/namespaces/kube-public/gammas",
        object("lab.example.org/v1", "Gamma", "theirs", Map.of("x", 7)));
    repository.without("fabric/00-crd.yaml").without("fabric/g.yaml");
    declare("vpc.yaml", vpc("vpc-1", 101));
    JsonNode left = sync(fabric, "?accept_empty=true");
    assertThat(left.at("/counts/Gamma/deleted").asInt()).as(left.toString()).isEqualTo(1);
    assertThat(resource(fabric, "gammas.lab.example.org").at("/failure/message").asText())
        .contains("/apis/lab.example.org/v1/gammas holds something");
    assertThat(isThere(DEFINITIONS + "/gammas.lab.example.org")).isTrue();

    cluster.delete("/apis/lab.example.org/v1/namespaces/kube-public/gammas/theirs");
    inSync(fabric, "?accept_empty=true");
    assertThat(isThere(DEFINITIONS + "/gammas.lab.example.org")).isFalse();
    assertThat(resources(fabric)).containsOnlyKeys("vpc-1");
    inSync(fabric, "");
  }

  @Test
  void aNamespaceAndWhatIsInItAreMadeInOneRun() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    declare("z.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n");
    String fabric = fabric(admin(Map.of("namespace", "lab", "prune", true, "dry_run_first", true)));

    inSync(fabric, "");

    String vpcs = VPCS.replace("/default/", "/lab/");
    assertThat(isThere(vpcs + "/vpc-1")).isTrue();
    assertThat(inSync(fabric, "").path("writes").asInt()).isZero();
    assertThat(resources(fabric)).containsOnlyKeys("lab", "vpc-1");

    declare("z.yaml", "# gone\n");
    JsonNode run = sync(fabric, "?accept_empty=true");
    assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("out_of_sync");
    assertThat(resource(fabric, "lab").at("/failure/reason").asText()).isEqualTo("NotEmpty");
    assertThat(isThere(vpcs + "/vpc-1")).isTrue();
  }

  @Test
  void aNamespaceThatNobodyDeclaresIsWrongAsBefore() throws Exception {
    declare("vpc.yaml", vpc("vpc-1", 101));
    declare("z.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: another}\n");
    JsonNode run = sync(fabric(admin(Map.of("namespace", "lab"))));
    assertThat(run.at("/error/type").asText()).as(run.toString()).isEqualTo("WRONG_NAMESPACE");
  }

  @Test
  void whatIsInNoNamespaceAndGitDoesNotNameIsNobodysHere() throws Exception {
    declare("a.yaml", vpc("vpc-n", 1001));
    declare("b.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n");
    String fabric =
        fabric(admin(Map.of("prune", true, "self_heal", true, "kinds", List.of("Namespace"))));

    inSync(fabric, "");

    assertThat(resources(fabric)).containsOnlyKeys("default", "vpc-n");
    assertThat(view(fabric).path("drift").has("actual_only")).isFalse();
    long namespaces =
        StreamSupport.stream(there("/api/v1/namespaces").path("items").spliterator(), false)
            .count();
    declare("b.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: mine}\n");
    inSync(fabric, "");
    assertThat(resources(fabric)).containsOnlyKeys("mine", "vpc-n");
    assertThat(there("/api/v1/namespaces").path("items")).hasSize((int) namespaces + 1);

    declare("b.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n");
    inSync(fabric, "");
    assertThat(isThere("/api/v1/namespaces/mine")).isFalse();
    assertThat(isThere("/api/v1/namespaces/default")).isTrue();
  }
}
