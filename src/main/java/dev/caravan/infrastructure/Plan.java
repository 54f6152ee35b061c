package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.Refusal;
import java.util.ArrayList;
import java.util.List;

/** What is found out for a deployment before anything is made, and every reason against it. */
final class Plan {

  private final Deployment deployment;
  private final String activity;
  private final ObjectNode content = JsonNodeFactory.instance.objectNode();
  private final List<String> problems = new ArrayList<>();
  private final List<Refusal> kinds = new ArrayList<>();

  Plan(Deployment deployment, String activity) {
    this.deployment = deployment;
    this.activity = activity;
  }

  String cloud() {
    return deployment.cloudRegion();
  }

  ObjectNode content() {
    return content;
  }

  /** What a name is in the cloud. */
  void put(String kind, String name, ObjectNode what) {
    content.withObjectProperty(kind).set(name, what);
  }

  JsonNode find(String kind, String name) {
    return content.path(kind).path(name);
  }

  /** What the name was when the deployment was planned before; empty if it was not. */
  String idBefore(String kind, String name) {
    return deployment.plan().path(kind).path(name).path("id").asText("");
  }

  /** Something that the user should know, and that stands in no one's way. */
  void note(String message) {
    content.withArrayProperty("notes").add(message);
  }

  void problem(Refusal kind, String message) {
    if (!problems.contains(message)) {
      problems.add(message);
      kinds.add(kind);
    }
  }

  void quota(String name, long needed, long most, long used) {
    if (needed == 0) {
      return;
    }
    ObjectNode kept = content.withObjectProperty("quota").putObject(name).put("needed", needed);
    if (most < 0) {
      kept.putNull("free");
      return;
    }
    kept.put("free", Math.max(0, most - used));
    if (needed > most - used) {
      problem(
          Refusal.QUOTA,
          "Quota exceeded for %s: %d needed, %d of %d used".formatted(name, needed, used, most));
    }
  }

  /** Fails with every reason at once. */
  void decide() {
    if (!problems.isEmpty()) {
      throw CloudRefused.of(kinds.get(0).name(), String.join(" ", problems), activity);
    }
  }

  void require(OpenStackAnswer answer, String what) {
    if (!answer.ok()) {
      throw refused(answer, what);
    }
  }

  RuntimeException refused(OpenStackAnswer answer, String what) {
    return CloudRefused.answer(answer, what, activity);
  }
}
