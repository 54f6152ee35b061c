package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Infrastructure as an operator has it made, changed and taken away, on a simulated cloud. */
class DeploymentStoryTest extends CloudStory {

  @Test
  void deploysScalesAndDeletesAStack() {
    String shop = deployed("shop", "web-app-stack", "sandbox", Map.of());

    JsonNode stack = ended(shop, "COMPLETED");
    assertThat(stack.at("/resources/vms")).hasSize(6);
    assertThat(stack.at("/resources/vm_ips")).hasSize(6);
    assertThat(stack.at("/resources/subnet_ids")).hasSize(3);
    assertThat(stack.at("/resources/router_id").asText()).isNotEmpty();
    assertThat(cloud.standing("demo"))
        .contains("server shop-web-1", "server shop-app-3", "server shop-db-1")
        .hasSize(6 + 1 + 3 + 1 + 3 + 6 + 3);

    scaled(shop, "web", 5);
    stack = ended(shop, "COMPLETED");
    assertThat(stack.at("/resources/vms")).hasSize(9);
    assertThat(stack.at("/metadata/previous_count").asInt()).isEqualTo(2);
    assertThat(stack.at("/metadata/current_count").asInt()).isEqualTo(5);

    scaled(shop, "web", 2);
    ended(shop, "COMPLETED");
    assertThat(cloud.standing("demo"))
        .contains("server shop-web-1", "server shop-web-2")
        .doesNotContain("server shop-web-3", "server shop-web-4", "server shop-web-5")
        .hasSize(6 + 1 + 3 + 1 + 3 + 6 + 3);

    assertThat(as("operator").delete(shop).status()).isEqualTo(202);
    ended(shop, "DELETED");
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void undoesEverythingWhenAServerFailsAndSaysWhy() {
    cloud.settings(Map.of("build_time", 0.2));
    String broken =
        deployed(
            "broken",
            "one-network",
            "sandbox",
            Map.of("count", 3, "metadata", Map.of("sandbox_fault", "spawn")));

    JsonNode failed = ended(broken, "FAILED");

    assertThat(failed.at("/error/type").asText()).isEqualTo("BUILD_FAILED");
    assertThat(failed.at("/error/message").asText()).contains("aborted");
    assertThat(failed.at("/error/failed_activity").asText()).isEqualTo("openstack.settle-servers");
    assertThat(failed.at("/error/rollback_completed").asBoolean()).isTrue();
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void makesNothingWhenThePlanCannotFit() {
    String much = deployed("much", "one-network", "tiny", Map.of("count", 3));

    JsonNode failed = ended(much, "FAILED");

    assertThat(failed.at("/error/type").asText()).isEqualTo("QUOTA");
    assertThat(failed.at("/error/message").asText()).contains("instances: 3 needed, 0 of 2 used");
    assertThat(failed.at("/resources/vms")).isEmpty();
    assertThat(cloud.requests().properties().stream().map(Map.Entry::getKey))
        .filteredOn(request -> request.startsWith("POST"))
        .allMatch(request -> request.contains("/auth/tokens"));
  }

  @Test
  void namesWhatTheCloudDoesNotHave() {
    String unknown =
        deployed("unknown", "one-network", "sandbox", Map.of("flavor", "m1.none", "image", "beos"));

    assertThat(ended(unknown, "FAILED").at("/error/message").asText())
        .contains("Flavor m1.none could not be found", "Image beos could not be found");
  }

  @Test
  void whatWasUndoneIsNotScaled() {
    String undone = deployed("undone", "one-network", "sandbox", Map.of("image", "beos"));
    ended(undone, "FAILED");

    Answer answer =
        as("operator").post(undone + "/scale", Map.of("vm_type", "server", "target_count", 2));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("message").asText()).contains("nothing of it stands");
  }

  @Test
  void saysThatThereIsNoHost() {
    String nowhere =
        deployed("nowhere", "one-network", "sandbox", Map.of("flavor", "m1.nowhere", "count", 2));

    JsonNode failed = ended(nowhere, "FAILED");

    assertThat(failed.at("/error/type").asText()).isEqualTo("CAPACITY");
    assertThat(failed.at("/error/message").asText()).contains("No valid host was found");
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void aDryRunIsThePlanAndNoMore() {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/deployments",
                Map.of(
                    "name",
                    "dry",
                    "template",
                    "web-app-stack",
                    "cloud_region",
                    "sandbox",
                    "dry_run",
                    true));
    String dry = answer.header("Location");

    JsonNode planned = ended(dry, "COMPLETED");

    assertThat(planned.at("/plan/quota/instances/needed").asInt()).isEqualTo(6);
    assertThat(planned.at("/plan/resources/server").asInt()).isEqualTo(6);
    assertThat(planned.at("/resources/vms")).isEmpty();
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void refusesABadRequestWithEveryProblem() {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/deployments",
                Map.of(
                    "name",
                    "bad",
                    "template",
                    "web-app-stack",
                    "cloud_region",
                    "sandbox",
                    "parameters",
                    Map.of("web_count", 0, "colour", "red")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/details/errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/parameters/web_count", "/parameters/colour");
  }

  @Test
  void oneOperationAtATime() {
    cloud.settings(Map.of("build_time", 1.5));
    String held = deployed("held", "one-network", "sandbox", Map.of());

    Answer second = as("operator").delete(held);

    assertThat(second.status()).as(second.toString()).isEqualTo(409);
    assertThat(second.json().path("message").asText()).contains("deploy-infrastructure");
    ended(held, "COMPLETED");
  }

  @Test
  void anOperationStartsOnlyByItsDeployment() {
    Answer answer =
        as("operator")
            .post(
                "/api/v1/workflows/delete-infrastructure",
                Map.of("deployment_id", "5f3b8c1e-0a57-4c59-9d0e-3f1f6a2f9b11"));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void whatIsLostOnTheWayIsMadeOnce() {
    for (String path :
        List.of("networks", "subnets", "routers", "ports", "security-groups", "servers")) {
      cloud.fault(
          Map.of("effect", "drop_after", "method", "POST", "matches", ".*/" + path, "times", 1));
    }

    String lost = deployed("lost", "web-app-stack", "sandbox", Map.of());
    ended(lost, "COMPLETED");

    assertThat(cloud.standing("demo")).hasSize(6 + 1 + 3 + 1 + 3 + 6 + 3).doesNotHaveDuplicates();
    as("operator").delete(lost);
    ended(lost, "DELETED");
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void manyAtOnceComeOutWholeThoughAnswersAreLost() {
    for (String effect : List.of("drop_after", "status_after", "drop_before")) {
      cloud.fault(
          Map.of(
              "effect",
              effect,
              "method",
              "POST",
              "matches",
              ".*/(networks|subnets|ports|security-groups|security-group-rules|servers)",
              "probability",
              0.15,
              "times",
              15,
              "status",
              503));
    }
    List<String> all =
        IntStream.range(0, 15)
            .mapToObj(i -> deployed("many-" + i, "one-network", "sandbox", Map.of("count", 3)))
            .toList();

    all.forEach(each -> ended(each, "COMPLETED"));

    assertThat(cloud.standing("demo")).hasSize(15 * (3 + 1 + 1 + 3 + 1)).doesNotHaveDuplicates();
    all.forEach(each -> assertThat(as("operator").delete(each).status()).isEqualTo(202));
    all.forEach(each -> ended(each, "DELETED"));
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void aForeignPortIsNeverDeleted() {
    String guarded = deployed("guarded", "one-network", "sandbox", Map.of());
    String network = ended(guarded, "COMPLETED").at("/resources/network_id").asText();
    var demo = cloud.logIn("demo");
    String foreign =
        demo.post(
                "/networking/v2.0/ports",
                Map.of("port", Map.of("network_id", network, "name", "somebody's")))
            .json()
            .at("/port/id")
            .asText();

    as("operator").delete(guarded);

    JsonNode stopped = ended(guarded, "FAILED");
    assertThat(demo.get("/networking/v2.0/ports/" + foreign).status()).isEqualTo(200);
    assertThat(stopped.at("/error/rollback_completed").asBoolean()).isFalse();
    assertThat(stopped.at("/error/message").asText()).contains(foreign, "not ours");
    assertThat(stopped.at("/error/failed_activity").asText())
        .isEqualTo("openstack.remove-networks");
    String process = "/api/v1/processes/" + stopped.path("process_id").asText();
    assertThat(as("operator").get(process).json().at("/error/message").asText())
        .contains(foreign, "not ours");

    demo.delete("/networking/v2.0/ports/" + foreign);
    assertThat(as("operator").post(process + "/resume", Map.of()).status()).isEqualTo(202);
    ended(guarded, "DELETED");
    assertThat(cloud.standing("demo")).isEmpty();
  }

  @Test
  void saysInTheDeploymentItselfWhyAStepFailedForGood() {
    cloud.fault(
        Map.of(
            "effect",
            "status",
            "status",
            401,
            "method",
            "POST",
            "matches",
            ".*/auth/tokens",
            "times",
            100));
    String locked = deployed("locked", "one-network", "locked", Map.of());

    JsonNode failed = ended(locked, "FAILED");

    assertThat(failed.at("/error/type").asText()).isEqualTo("STEP_FAILED");
    assertThat(failed.at("/error/message").asText())
        .contains("log-in answered 401", "resume process");
    assertThat(failed.at("/error/failed_activity").asText()).isEqualTo("openstack.plan-deployment");
    JsonNode events = as("viewer").get(locked + "/events").json().path("items");
    assertThat(events.findValuesAsText("message"))
        .anyMatch(each -> each.contains("log-in answered 401"));
    cloud.noFaults();
  }

  @Test
  void aScalingThatRemovesManyServersIsToBeConfirmed() {
    String much = deployed("confirmed", "one-network", "sandbox", Map.of("count", 8));
    ended(much, "COMPLETED");

    Answer asked =
        as("operator").post(much + "/scale", Map.of("vm_type", "server", "target_count", 2));

    assertThat(asked.status()).isEqualTo(409);
    assertThat(asked.json().path("message").asText()).contains("6 of 8 servers", "confirm: true");
    scaled(much, "server", 3);
    ended(much, "COMPLETED");
  }
}
