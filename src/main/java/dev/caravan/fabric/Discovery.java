package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.fabric.DeclaredKinds.DesiredKind;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.kubernetes.KubernetesRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Asks a cluster which kinds it has, and picks those that a fabric is made of. */
final class Discovery {

  private final List<String> apiGroups;
  private final List<String> words;
  private final Collection<DesiredKind> declared;
  private final Set<String> defined;
  private final Collection<ManagedKind> applied;
  private final Map<String, Map<String, ManagedKind>> offered = new LinkedHashMap<>();
  private final Map<String, List<String>> versions = new LinkedHashMap<>();
  private final Set<String> awaited = new TreeSet<>();
  private final List<String> missing = new ArrayList<>();
  private final ClusterSchemas schemas = new ClusterSchemas();

  /**
   * Knows nothing yet.
   *
   * @param apiGroups whose kinds are wanted, where no words name any
   * @param words that name kinds
   * @param declared kinds of which git declares objects
   * @param defined keys of kinds that git defines itself
   * @param applied kinds of which the fabric has applied objects that are still there
   */
  Discovery(
      List<String> apiGroups,
      List<String> words,
      Collection<DesiredKind> declared,
      Set<String> defined,
      Collection<ManagedKind> applied) {
    this.apiGroups = apiGroups;
    this.words = words;
    this.declared = declared;
    this.defined = defined;
    this.applied = applied;
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
            Set<String> served = new LinkedHashSet<>();
            served.add(group.at("/preferredVersion/version").asText());
            group.path("versions").forEach(each -> served.add(each.path("version").asText()));
            versions.put(group.path("name").asText(), List.copyOf(served));
          }
          for (String group : wanted()) {
            for (String version : versions(group)) {
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
    Set<String> groups = new TreeSet<>(apiGroups);
    declared.forEach(each -> groups.add(each.group()));
    applied.forEach(each -> groups.add(each.group()));
    groups.addAll(named());
    return groups;
  }

  /** Groups that words of the fabric may be of. */
  private Set<String> named() {
    Set<String> groups = new TreeSet<>(apiGroups);
    for (String kind : words) {
      int dot = kind.indexOf('.');
      if (dot >= 0) {
        groups.add(kind.substring(dot + 1));
      } else if (apiGroups.isEmpty()) {
        versions.keySet().stream()
            .filter(group -> group.contains(".") && !group.endsWith(".k8s.io"))
            .forEach(groups::add);
      }
    }
    return groups;
  }

  /**
   * Those that git names or named; where the fabric names the group or its kinds, all others, too.
   */
  private Set<String> versions(String group) {
    Set<String> wanted = new LinkedHashSet<>();
    declared.stream()
        .filter(each -> each.group().equals(group))
        .forEach(each -> wanted.addAll(each.versions()));
    applied.stream()
        .filter(each -> each.group().equals(group))
        .forEach(each -> wanted.add(each.version()));
    if (named().contains(group)) {
      wanted.addAll(group.isEmpty() ? List.of("v1") : versions.getOrDefault(group, List.of()));
    }
    return wanted;
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
        offered.computeIfAbsent(kind.key(), any -> new LinkedHashMap<>()).put(version, kind);
      }
    }
  }

  private static void require(KubernetesAnswer answer, String what) {
    if (!answer.ok()) {
      throw SyncTrouble.of(answer, what);
    }
  }

  /** Keys of kinds that are not there yet, and whose definitions git declares. */
  Set<String> awaited() {
    return awaited;
  }

  /** Those of which git declares objects, as far as the cluster has them. */
  Map<String, ManagedKind> declaredOnes() {
    Map<String, ManagedKind> chosen = new LinkedHashMap<>();
    declared.forEach(each -> choose(each, chosen));
    return chosen;
  }

  /** Those that the fabric is made of; one that is missing is trouble. */
  List<ManagedKind> kinds() {
    Map<String, ManagedKind> chosen = declaredOnes();
    for (ManagedKind each : applied) {
      if (offered.getOrDefault(each.key(), Map.of()).containsKey(each.version())) {
        chosen.putIfAbsent(each.key(), each);
      }
    }
    List<ManagedKind> all = offered.values().stream().map(this::usual).toList();
    for (String word : words) {
      List<ManagedKind> called = all.stream().filter(each -> each.isCalled(word)).toList();
      if (called.isEmpty() && awaited.stream().noneMatch(key -> key.endsWith("/" + word))) {
        missing.add(word);
      }
      called.forEach(each -> chosen.putIfAbsent(each.key(), each));
    }
    if (words.isEmpty()) {
      for (String group : apiGroups) {
        List<ManagedKind> ofGroup =
            all.stream().filter(each -> each.group().equals(group)).toList();
        if (ofGroup.isEmpty() && awaited.stream().noneMatch(key -> key.startsWith(group + "/"))) {
          missing.add("every kind of group " + group);
        }
        ofGroup.forEach(each -> chosen.putIfAbsent(each.key(), each));
      }
    }
    if (!missing.isEmpty()) {
      throw SyncTrouble.of(
          "MISSING_KIND",
          "The cluster does not know " + String.join(", ", missing),
          Map.of("missing", missing));
    }
    if (chosen.isEmpty() && awaited.isEmpty()) {
      throw SyncTrouble.of(
          "NO_KINDS", "Git declares nothing, and the fabric names neither kinds nor api_groups");
    }
    return List.copyOf(chosen.values());
  }

  private void choose(DesiredKind each, Map<String, ManagedKind> chosen) {
    Map<String, ManagedKind> there = offered.getOrDefault(each.key(), Map.of());
    for (String version : each.versions()) {
      ManagedKind kind = there.get(version);
      if (kind != null) {
        chosen.putIfAbsent(kind.key(), kind);
      } else if (defined.contains(each.key())) {
        awaited.add(each.key());
      } else {
        missing.add(
            "%s of group %s in version %s (declared in %s)%s"
                .formatted(each.kind(), each.group(), version, each.file(), elsewhere(each)));
      }
    }
  }

  private String elsewhere(DesiredKind kind) {
    List<String> served = versions.get(kind.group());
    return served == null ? "" : "; the group is served in " + String.join(", ", served);
  }

  /** In the version that the cluster prefers, where it has the kind in that. */
  private ManagedKind usual(Map<String, ManagedKind> kind) {
    ManagedKind any = kind.values().iterator().next();
    return versions.getOrDefault(any.group(), List.of()).stream()
        .filter(kind::containsKey)
        .findFirst()
        .map(version -> Objects.requireNonNull(kind.get(version)))
        .orElse(any);
  }
}
