package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.story.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Templates that developers upload, and the versions that deployments keep. */
class TemplateStoryTest extends CloudStory {

  private static final String SHIPPED = "/api/v1/templates/one-network";

  @Autowired private Templates templates;
  @Autowired private JdbcClient jdbc;

  @Test
  void aFileThatHasNotChangedTakesBackNothingThatWasUploaded() {
    ObjectNode changed = as("viewer").get(SHIPPED).json().path("content").deepCopy();
    changed.put("description", "changed by its developers");
    assertThat(as("developer").post("/api/v1/templates", changed).status()).isEqualTo(201);

    templates.afterSingletonsInstantiated();
    assertThat(description()).isEqualTo("changed by its developers");

    jdbc.sql("delete from caravan.template_files").update();
    templates.afterSingletonsInstantiated();
    assertThat(description()).as("a database of older code").isEqualTo("changed by its developers");

    jdbc.sql("update caravan.template_files set sha256 = 'of what it was before'").update();
    templates.afterSingletonsInstantiated();
    assertThat(description()).as("a changed file").isNotEqualTo("changed by its developers");
  }

  private String description() {
    return as("viewer").get(SHIPPED).json().at("/content/description").asText();
  }

  @Test
  void aDeploymentKeepsTheVersionThatItWasMadeFrom() {
    assertThat(uploaded("m1.tiny").json().path("version").asInt()).isEqualTo(1);
    String shop = deployed("versioned", "of-mine", "sandbox", Map.of());
    ended(shop, "COMPLETED");
    assertThat(uploaded("m1.small").json().path("version").asInt()).isEqualTo(2);
    assertThat(uploaded("m1.small").json().path("version").asInt()).as("unchanged").isEqualTo(2);

    scaled(shop, "node", 3);

    JsonNode now = ended(shop, "COMPLETED");
    assertThat(now.path("template_version").asInt()).isEqualTo(1);
    List<String> flavors = new ArrayList<>();
    cloud
        .list("demo", "/compute/v2.1/servers/detail")
        .path("servers")
        .forEach(server -> flavors.add(server.at("/flavor/original_name").asText()));
    assertThat(flavors).containsExactly("m1.tiny", "m1.tiny", "m1.tiny");
    String flavor = "/content/vm_config/node/flavor";
    String mine = "/api/v1/templates/of-mine";
    assertThat(as("viewer").get(mine).json().at(flavor).asText()).isEqualTo("m1.small");
    assertThat(as("viewer").get(mine + "?version=1").json().at(flavor).asText())
        .isEqualTo("m1.tiny");
    assertThat(as("viewer").get(mine + "?version=9").status()).isEqualTo(404);
  }

  @Test
  void secretsOfATemplateAreSentToServersAndShownToNobody() {
    String userData = "#cloud-config\npassword: hunter2\nchpasswd: {expire: false}\n";
    ObjectNode content = as("viewer").get(SHIPPED).json().path("content").deepCopy();
    content.put("name", "with-secrets");
    ((ObjectNode) content.at("/vm_config/server")).put("user_data", userData);
    ((ObjectNode) content.at("/parameters/properties"))
        .putObject("pin")
        .put("type", "string")
        .put("format", "password")
        .put("default", "hunter2-pin");
    ((ObjectNode) content.path("bindings")).putArray("pin").add("vm_config.server.metadata.pin");
    ((ObjectNode) content.at("/vm_config/server"))
        .putObject("metadata")
        .put("db_password", "hunter2");

    Answer made = as("developer").post("/api/v1/templates", content);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);

    for (String role : List.of("viewer", "developer", "admin")) {
      Answer shown = as(role).get("/api/v1/templates/with-secrets");
      assertThat(shown.text()).doesNotContain("hunter2").contains("(secret)", "#cloud-config");
      assertThat(shown.json().at("/content/bindings/pin/0").asText())
          .isEqualTo("vm_config.server.metadata.pin");
      assertThat(as(role).get("/api/v1/templates").text()).doesNotContain("hunter2");
    }
    assertThat(made.text()).doesNotContain("hunter2");
    assertThat(
            templates.require("with-secrets").content().at("/vm_config/server/user_data").asText())
        .isEqualTo(userData);
  }

  @Test
  void whatWasShownWithoutItsSecretsIsNotKept() {
    ObjectNode content = as("viewer").get(SHIPPED).json().path("content").deepCopy();
    ((ObjectNode) content.at("/vm_config/server")).put("user_data", "password: (secret)");

    Answer refused = as("developer").post("/api/v1/templates", content);

    assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
    assertThat(refused.text()).contains("/vm_config/server/user_data", "write the secret itself");
  }

  @Test
  void theListHasPages() {
    JsonNode first = as("viewer").get("/api/v1/templates?limit=1").json();

    assertThat(first.path("items")).hasSize(1);
    JsonNode second = as("viewer").get(first.path("next").asText()).json();
    assertThat(second.at("/items/0/name").asText())
        .isGreaterThan(first.at("/items/0/name").asText());
  }

  private Answer uploaded(String flavor) {
    Answer answer =
        as("developer")
            .post(
                "/api/v1/templates",
                Map.of(
                    "name",
                    "of-mine",
                    "parameters",
                    Map.of("type", "object", "properties", Map.of()),
                    "network_config",
                    Map.of(
                        "cidr",
                        "10.9.0.0/24",
                        "subnets",
                        Map.of("main", Map.of("cidr", "10.9.0.0/24"))),
                    "vm_config",
                    Map.of(
                        "node",
                        Map.of(
                            "count", 1, "flavor", flavor, "image", "cirros", "subnet", "main"))));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer;
  }
}
