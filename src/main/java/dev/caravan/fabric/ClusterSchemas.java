package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.kubernetes.KubernetesRequest;
import dev.caravan.secret.SchemaMarks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks a cluster for the schemas of its own kinds (OpenAPI v3), for what they mark as secret. */
final class ClusterSchemas {

  private final Map<String, JsonNode> marks = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  /** Kubernetes' own groups mark nothing, and are large. */
  static boolean matter(String group) {
    return group.contains(".") && !group.endsWith(".k8s.io");
  }

  /** A cluster that does not show its schemas is no trouble: names are looked at all the same. */
  void askFor(Conversation talk, String group, String version, Runnable counted) {
    talk.ask(
        KubernetesRequest.get("/openapi/v3/apis/%s/%s".formatted(group, version), ""),
        answer -> {
          counted.run();
          if (answer.ok()) {
            take(group, answer);
          }
        });
  }

  private void take(String group, KubernetesAnswer answer) {
    told.add(group);
    JsonNode document = answer.body();
    for (JsonNode schema : document.path("components").path("schemas")) {
      for (JsonNode kind : schema.path("x-kubernetes-group-version-kind")) {
        if (kind.path("group").asText().equals(group)) {
          SchemaMarks.of(schema, document)
              .ifPresent(
                  found -> marks.put(ManagedKind.key(group, kind.path("kind").asText()), found));
        }
      }
    }
  }

  /** By kind. */
  Map<String, JsonNode> marks() {
    return marks;
  }

  /** Of kinds whose schema was told. */
  List<ManagedKind> told(List<ManagedKind> kinds) {
    return kinds.stream().filter(each -> told.contains(each.group())).toList();
  }
}
