package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.kubernetes.KubernetesRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Asks a cluster which kinds it has, and picks those that a fabric is made of. */
final class Discovery {

  private final Fabric fabric;
  private final Collection<DeclaredStore.DesiredKind> declared;
  private final Map<String, ManagedKind> offered = new LinkedHashMap<>();
  private final Map<String, String> preferred = new LinkedHashMap<>();
  private final ClusterSchemas schemas = new ClusterSchemas();

  Discovery(Fabric fabric, Collection<DeclaredStore.DesiredKind> declared) {
    this.fabric = fabric;
    this.declared = declared;
  }

  /**
   * Asks for the groups, then for the kinds of those that matter.
   *
   * @param counted told of each request
   */
  void askFor(Conversation talk, Runnable counted) {
    talk.ask(
        KubernetesRequest.get("/apis", ""),
        answer -> {
          counted.run();
          require(answer, "Asking for the API groups");
          for (JsonNode group : answer.body().path("groups")) {
            preferred.put(
                group.path("name").asText(), group.at("/preferredVersion/version").asText());
          }
          for (String group : wanted()) {
            String version = version(group);
            if (!version.isEmpty()) {
              String path = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
              talk.ask(
                  KubernetesRequest.get(path, ""),
                  kinds -> {
                    counted.run();
                    take(group, version, path, kinds);
                  });
              if (ClusterSchemas.matter(group)) {
                schemas.askFor(talk, group, version, counted);
              }
            }
          }
        });
  }

  ClusterSchemas schemas() {
    return schemas;
  }

  private Set<String> wanted() {
    Set<String> groups = new TreeSet<>(fabric.apiGroups());
    declared.forEach(each -> groups.add(each.group()));
    for (String kind : fabric.kinds()) {
      int dot = kind.indexOf('.');
      if (dot >= 0) {
        groups.add(kind.substring(dot + 1));
      } else if (fabric.apiGroups().isEmpty()) {
        preferred.keySet().stream()
            .filter(group -> group.contains(".") && !group.endsWith(".k8s.io"))
            .forEach(groups::add);
      }
    }
    return groups;
  }

  /** The one that git names, where the kinds of a group are declared; else the cluster's own. */
  private String version(String group) {
    return declared.stream()
        .filter(each -> each.group().equals(group))
        .map(DeclaredStore.DesiredKind::version)
        .findFirst()
        .orElseGet(() -> group.isEmpty() ? "v1" : preferred.getOrDefault(group, ""));
  }

  private void take(String group, String version, String path, KubernetesAnswer answer) {
    if (answer.notFound()) {
      return; // What is missing is told kind by kind.
    }
    require(answer, "Asking for the kinds of " + path);
    for (JsonNode each : answer.body().path("resources")) {
      boolean lists =
          StreamSupport.stream(each.path("verbs").spliterator(), false)
              .anyMatch(verb -> verb.asText().equals("list"));
      if (lists && !each.path("name").asText().contains("/")) {
        ManagedKind kind =
            new ManagedKind(
                group,
                version,
                each.path("kind").asText(),
                each.path("name").asText(),
                each.path("namespaced").asBoolean());
        offered.put(kind.key(), kind);
      }
    }
  }

  private static void require(KubernetesAnswer answer, String what) {
    if (!answer.ok()) {
      throw SyncTrouble.of(answer, what);
    }
  }

  /** Those that the fabric is made of; one that is missing is trouble. */
  List<ManagedKind> kinds() {
    Map<String, ManagedKind> chosen = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (DeclaredStore.DesiredKind each : declared) {
      ManagedKind kind = offered.get(ManagedKind.key(each.group(), each.kind()));
      if (kind == null) {
        missing.add(
            "%s of group %s (declared in %s)".formatted(each.kind(), each.group(), each.file()));
      } else {
        chosen.put(kind.key(), kind);
      }
    }
    for (String word : fabric.kinds()) {
      List<ManagedKind> called =
          offered.values().stream().filter(each -> each.isCalled(word)).toList();
      if (called.isEmpty()) {
        missing.add(word);
      }
      called.forEach(each -> chosen.put(each.key(), each));
    }
    if (fabric.kinds().isEmpty()) {
      for (String group : fabric.apiGroups()) {
        List<ManagedKind> ofGroup =
            offered.values().stream().filter(each -> each.group().equals(group)).toList();
        if (ofGroup.isEmpty()) {
          missing.add("every kind of group " + group);
        }
        ofGroup.forEach(each -> chosen.put(each.key(), each));
      }
    }
    if (!missing.isEmpty()) {
      throw SyncTrouble.of(
          "MISSING_KIND",
          "The cluster does not know " + String.join(", ", missing),
          Map.of("missing", missing));
    }
    if (chosen.isEmpty()) {
      throw SyncTrouble.of(
          "NO_KINDS", "Git declares nothing, and the fabric names neither kinds nor api_groups");
    }
    return List.copyOf(chosen.values());
  }
}
