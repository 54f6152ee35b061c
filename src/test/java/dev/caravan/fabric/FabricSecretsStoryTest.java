package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.story.Answer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** What lets us in goes to its own server alone; what an object holds in secret is not shown. */
class FabricSecretsStoryTest extends FabricStory {

  private static final String VALUE = "hunter2-plain";

  @Autowired Concealing concealing;

  private static String withToken(String value) {
    return vpc("vpc-1", 101)
        .replace(
            "  name: vpc-1",
            "  name: vpc-1\n  annotations: {example.org/api-token: %s}".formatted(value));
  }

  /** Everything that is stored and shown of a fabric. */
  private String all(String fabric, String run) {
    StringBuilder all = new StringBuilder(resources(fabric).toString());
    all.append(as("viewer").get("/api/v1/fabrics/%s/runs/%s".formatted(fabric, run)).json());
    for (String table : new String[] {"fabric_resources", "sync_changes", "sync_runs"}) {
      jdbc.sql("select row_to_json(t)::text as t from caravan.%s t".formatted(table))
          .query((row, n) -> all.append(row.getString("t")))
          .list();
    }
    return all.toString();
  }

  @Test
  void secretsOfObjectsAreAppliedAndComparedAndNeverShown() throws Exception {
    declare("vpcs.yaml", withToken(VALUE));
    String fabric = fabric(Map.of());

    JsonNode run = sync(fabric);

    assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("in_sync");
    assertThat(secretThere()).isEqualTo(VALUE);
    assertThat(all(fabric, run.path("id").asText())).doesNotContain(VALUE).contains("(secret ");
    forgetRequests();
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(writes()).isZero();

    edit(
        VPCS + "/vpc-1",
        Map.of("metadata", Map.of("annotations", Map.of("example.org/api-token", "theirs-8"))));
    JsonNode left = sync(fabric);
    assertThat(left.path("outcome").asText()).isEqualTo("out_of_sync");
    JsonNode difference = resource(fabric, "vpc-1").at("/differences/0");
    assertThat(difference.path("field").asText()).endsWith("api-token");
    assertThat(difference.path("desired").asText()).startsWith("(secret ");
    assertThat(difference.path("actual").asText())
        .startsWith("(secret ")
        .isNotEqualTo(difference.path("desired").asText());
    assertThat(all(fabric, left.path("id").asText()))
        .doesNotContain(VALUE)
        .doesNotContain("theirs-8");

    declare("vpcs.yaml", withToken(VALUE).replace("vlan: 101", "vlan: 102"));
    assertThat(sync(fabric).at("/counts/VPC/updated").asInt()).isEqualTo(1);
    assertThat(secretThere()).isEqualTo("theirs-8");
    assertThat(there(VPCS + "/vpc-1").at("/spec/subnets/default/vlan").asInt()).isEqualTo(102);

    assertThat(sync(fabric, "?self_heal=true").path("outcome").asText()).isEqualTo("in_sync");
    assertThat(secretThere()).isEqualTo(VALUE);
  }

  @Test
  void secretsAmongOtherWordsAreAppliedAndNeverShown() throws Exception {
    String notes =
        """
          name: vpc-1
          annotations:
            example.org/snmp-community: hunter2-plain
            example.org/mirror: https://ada:hunter2-plain@git.example.org/a.git
            example.org/settings: "user=ada\\npassword=hunter2-plain\\n"
        """;
    declare("vpcs.yaml", vpc("vpc-1", 101).replace("  name: vpc-1\n", notes));
    String fabric = fabric(Map.of());

    JsonNode run = sync(fabric);

    assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("in_sync");
    JsonNode kept = there(VPCS + "/vpc-1").at("/metadata/annotations");
    assertThat(kept.path("example.org/settings").asText())
        .isEqualTo("user=ada\npassword=" + VALUE + "\n");
    assertThat(kept.path("example.org/mirror").asText()).contains(VALUE);
    assertThat(all(fabric, run.path("id").asText()))
        .doesNotContain(VALUE)
        .contains("https://ada:(secret ", "user=ada");
    forgetRequests();
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    assertThat(writes()).isZero();
  }

  private String secretThere() {
    return there(VPCS + "/vpc-1")
        .path("metadata")
        .path("annotations")
        .path("example.org/api-token")
        .asText();
  }

  @Test
  void reportsOfBeforeLoseWhatTheyHadInClear() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    String fabric = fabric(Map.of());
    JsonNode run = sync(fabric);
    jdbc.sql(
            """
            update caravan.sync_changes set message = 'applied', details = case when name = 'vpc-1'
              then '[{"field": "/spec/bgp/Auth-Key", "desired": "clear-text"}]'::jsonb
              else '[{"field": "/spec/vlan", "desired": 102}]'::jsonb end
            where run_id = :run::uuid
            """)
        .param("run", run.path("id").asText())
        .update();

    jdbc.sql(
            new ClassPathResource("db/migration/V28__fabric_change_secrets.sql")
                .getContentAsString(java.nio.charset.StandardCharsets.UTF_8))
        .update();

    String shown = all(fabric, run.path("id").asText());
    assertThat(shown).doesNotContain("clear-text").contains("/spec/vlan", "applied");
  }

  @Test
  void whatCountsAsSecretByNowIsGoneFromReportsOfBeforeAndNothingElse() throws Exception {
    declare("vpcs.yaml", vpc("vpc-1", 101) + vpc("vpc-2", 102));
    String fabric = fabric(Map.of());
    JsonNode run = sync(fabric);
    String clear = "[{\"field\": \"/spec/snmp/community\", \"desired\": \"clear-text\"}]";
    String plain = "[{\"field\": \"/spec/vlan\", \"desired\": 102}]";
    for (String table :
        new String[] {"sync_changes set details", "fabric_resources set differences"}) {
      jdbc.sql(
              "update caravan.%s = case when name = 'vpc-1' then :clear::jsonb else :plain::jsonb end"
                  .formatted(table))
          .param("clear", clear)
          .param("plain", plain)
          .update();
    }

    jdbc.sql(
            new ClassPathResource("db/migration/V30__fabric_secret_words.sql")
                .getContentAsString(java.nio.charset.StandardCharsets.UTF_8))
        .update();

    String shown = all(fabric, run.path("id").asText());
    assertThat(shown).doesNotContain("clear-text").contains("/spec/vlan");
    assertThat(resource(fabric, "vpc-2").at("/differences/0/field").asText())
        .isEqualTo("/spec/vlan");
    assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
  }

  /** The cluster's own schema of a kind marks a field that no name gives away. */
  @Test
  void whatTheSchemaOfAKindMarksIsNeverShown() throws Exception {
    String definition =
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/vpcs.vpc.githedgehog.com";
    JsonNode before = there(definition).at("/spec/versions");
    JsonNode marked = before.deepCopy();
    ((ObjectNode) marked.at("/0/schema/openAPIV3Schema/properties/spec/properties/ipv4Namespace"))
        .put("format", "password");
    edit(definition, Map.of("spec", Map.of("versions", marked)));
    try {
      declare("vpcs.yaml", vpc("vpc-1", 101));
      String fabric = fabric(Map.of());

      JsonNode run = sync(fabric);

      assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("in_sync");
      assertThat(there(VPCS + "/vpc-1").at("/spec/ipv4Namespace").asText()).isEqualTo("default");
      for (String side : new String[] {"desired", "base", "actual"}) {
        assertThat(resource(fabric, "vpc-1").path(side).path("spec").path("ipv4Namespace").asText())
            .as(side)
            .startsWith("(secret ");
      }
      assertThat(sync(fabric).path("outcome").asText()).isEqualTo("in_sync");
    } finally {
      edit(definition, Map.of("spec", Map.of("versions", before)));
    }
  }

  @Test
  void theTextsOfASecretAreItsValues() throws Exception {
    DesiredReader reader = new DesiredReader("default");
    reader.read(
        "s.yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: lab-secret}
        stringData: {password: hunter2-plain}
        data: {other: YWJj}
        """
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    ObjectNode declared = reader.objects().get(0).content();
    assertThat(declared.has("stringData")).isFalse();
    assertThat(declared.at("/data/password").asText()).isEqualTo("aHVudGVyMi1wbGFpbg==");
    UUID id = UUID.randomUUID();

    JsonNode one = concealing.concealed(id, "", "Secret", declared);

    assertThat(one.toString()).doesNotContain("aHVudGVy").doesNotContain("YWJj");
    assertThat(concealing.concealed(id, "", "Secret", one)).isEqualTo(one);
    ObjectNode wrapped = declared.deepCopy();
    ((ObjectNode) wrapped.path("data")).put("password", "aHVudGVy\nMi1wbGFpbg==");
    assertThat(concealing.concealed(id, "", "Secret", wrapped)).isEqualTo(one);
    assertThat(concealing.concealed(UUID.randomUUID(), "", "Secret", declared)).isNotEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({
    "password, true",
    "bgp_password, true",
    "apiKey, true",
    "privateKey, true",
    "snmp-passphrase, true",
    "secretName, false",
    "tokenPath, false",
    "description, false"
  })
  void namesTellWhatIsSecret(String name, boolean secret) {
    ObjectNode object = JSON.createObjectNode();
    object.putObject("spec").put(name, VALUE);
    assertThat(
            concealing
                .concealed(UUID.randomUUID(), "a", "B", object)
                .at("/spec")
                .path(name)
                .asText()
                .equals(VALUE))
        .isNotEqualTo(secret);
  }

  @ParameterizedTest
  @CsvSource({
    "/cluster/token, server, http://localhost:9",
    "/cluster/token, server, https://127.0.0.1:9",
    "/cluster/token, server, http://127.0.0.1:9",
    "/cluster/server, plain, http://192.0.2.1:6443"
  })
  void aTokenDoesNotFollowAnotherAddress(String pointer, String how, String address) {
    String fabric = fabric(Map.of());
    Map<String, String> body = new HashMap<>(Map.of("server", address));
    if (how.equals("plain")) {
      body.put("token", "t-1");
    }

    Answer refused = admin().patch("/api/v1/fabrics/" + fabric, Map.of("cluster", body));

    assertThat(refused.status()).as(refused.toString()).isIn(400, 422);
    assertThat(refused.toString()).contains(pointer);
    assertThat(view(fabric).at("/cluster/server").asText()).isEqualTo(KUBERNETES.url());
  }

  @Test
  void aTokenForGitDoesNotFollowAnotherAddress() {
    String fabric =
        fabric(
            Map.of("git", Map.of("url", "https://8.8.8.8/a.git", "ref", "main", "token", "t-1")));

    Answer refused =
        admin()
            .patch(
                "/api/v1/fabrics/" + fabric, Map.of("git", Map.of("url", "https://8.8.4.4/a.git")));

    assertThat(refused.status()).as(refused.toString()).isIn(400, 422);
    assertThat(refused.toString()).contains("/git/token");
    assertThat(
            admin()
                .patch(
                    "/api/v1/fabrics/" + fabric,
                    Map.of("git", Map.of("url", "https://8.8.8.8/b.git")))
                .status())
        .isEqualTo(200);
  }

  @Test
  void anotherPathOfTheServerIsAnotherClusterAndNeedsItsTokenAgain() throws Exception {
    String fabric = "/api/v1/fabrics/" + fabric(Map.of());
    String server = admin().get(fabric).json().at("/cluster/server").asText();
    Map<String, Object> elsewhere = Map.of("server", server + "/k8s/clusters/other");

    Answer refused = admin().patch(fabric, Map.of("cluster", elsewhere));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/details/errors").findValuesAsText("pointer"))
        .containsExactly("/cluster/token");
    assertThat(admin().patch(fabric, Map.of("cluster", Map.of("server", server + "/"))).status())
        .isEqualTo(200);
    Map<String, Object> with = new HashMap<>(elsewhere);
    with.put("token", "its-own");
    assertThat(admin().patch(fabric, Map.of("cluster", with)).status()).isEqualTo(200);
  }

  @Test
  void whatIsNoCertificateAndTooManyWindowsAreRefusedAtOnce() throws Exception {
    String broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    List<Map<String, String>> windows =
        Collections.nCopies(51, Map.of("cron", "0 22 * * *", "duration", "1h"));
    Map<String, Object> cluster =
        Map.of("ca", broken, "client_certificate", "/etc/passwd", "client_key", "k");

    Answer refused =
        admin()
            .patch(
                "/api/v1/fabrics/" + fabric(Map.of()),
                Map.of("cluster", cluster, "windows", windows, "blackouts", windows));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/details/errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder(
            "/cluster/ca", "/cluster/client_certificate", "/windows", "/blackouts");
  }
}
