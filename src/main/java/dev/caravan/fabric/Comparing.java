package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares what a cluster was listed to have with the record, and finds what has changed. */
final class Comparing {

  /** The kind that says how switches are. */
  static final String AGENT = "Agent";

  /** The kind that agents tell of, each of the one with its name. */
  static final String SWITCH = "Switch";

  private final Fabric fabric;
  private final ComparedStore compared;
  private final Concealing concealing;
  private final ObjectMapper json;
  private final Instant now;
  private final boolean everything;
  private final Map<String, ComparedStore.Mark> marks;
  private final Map<String, String> otherVersions;
  private final Map<String, JsonNode> there = new LinkedHashMap<>();
  private final Map<String, ManagedKind> kindOf = new HashMap<>();
  private final Map<String, Health> agents = new HashMap<>();
  private boolean agentsListed;
  private final List<UUID> vanished = new ArrayList<>();

  /**
   * Compares nothing yet.
   *
   * @param everything whether what has not changed is to be compared, too
   * @param marks of what is on record
   * @param otherVersions of objects that are not compared in the version of their kind, by key
   */
  Comparing(
      Fabric fabric,
      ComparedStore compared,
      Concealing concealing,
      ObjectMapper json,
      Instant now,
      boolean everything,
      Map<String, ComparedStore.Mark> marks,
      Map<String, String> otherVersions) {
    this.fabric = fabric;
    this.compared = compared;
    this.concealing = concealing;
    this.json = json;
    this.now = now;
    this.everything = everything;
    this.marks = marks;
    this.otherVersions = otherVersions;
  }

  void add(ManagedKind kind, Iterable<? extends JsonNode> objects) {
    add(kind, objects, false);
  }

  /** What a cluster has of a kind in a version that only some of its objects are compared in. */
  void addOther(ManagedKind kind, Iterable<? extends JsonNode> objects) {
    add(kind, objects, true);
  }

  private void add(ManagedKind kind, Iterable<? extends JsonNode> objects, boolean other) {
    agentsListed |= kind.kind().equals(AGENT);
    for (JsonNode each : objects) {
      String name = each.at("/metadata/name").asText();
      String key =
          FabricResource.key(kind.group(), kind.kind(), fabric.cluster().namespace(), name);
      String version = otherVersions.get(key);
      boolean fits = other ? kind.version().equals(version) : version == null;
      if (!fits || !isOfFabric(kind, key, each)) {
        continue;
      }
      JsonNode shown = concealing.concealed(fabric.id(), kind.group(), kind.kind(), each);
      there.put(key, shown);
      kindOf.put(key, kind);
      if (kind.kind().equals(AGENT)) {
        agents.put(name, Health.of(shown, now));
      }
    }
  }

  /** Of what is in no namespace, only what git names or carries our mark is a fabric's. */
  private boolean isOfFabric(ManagedKind kind, String key, JsonNode object) {
    ComparedStore.Mark mark = marks.get(key);
    return kind.namespaced()
        || (mark != null && mark.declared())
        || OurMark.isOn(object, fabric.id())
        || (mark != null && mark.applied() && OurMark.letsGo(object, fabric.id()));
  }

  /**
   * How all objects stand that have changed on either side.
   *
   * @param listed the kinds that were listed; nothing is said of others
   */
  List<FabricResource> changed(Set<String> listed) {
    Set<UUID> looked = new HashSet<>();
    List<String> added = new ArrayList<>();
    there.forEach(
        (key, object) -> {
          ComparedStore.Mark mark = marks.get(key);
          if (mark == null) {
            added.add(key);
          } else if (everything
              || mark.stale()
              || !version(object).equals(mark.resourceVersion())
              || !health(key, object).status().equals(mark.health())) {
            looked.add(mark.id());
          }
        });
    marks.forEach(
        (key, mark) -> {
          boolean gone = !there.containsKey(key) && listed.contains(mark.kindKey());
          if (gone && (mark.there() || mark.stale() || everything)) {
            looked.add(mark.id());
          }
        });
    List<FabricResource> result = new ArrayList<>();
    for (FabricResource known : compared.of(looked)) {
      JsonNode actual = there.get(known.key());
      if (actual == null && known.desired() == null) {
        vanished.add(known.id());
      } else {
        FabricResource now = compared(known, actual);
        if (known.stale() || !same(known, now)) {
          result.add(now);
        }
      }
    }
    added.forEach(
        key -> {
          JsonNode object = Objects.requireNonNull(there.get(key));
          result.add(compared(blank(Objects.requireNonNull(kindOf.get(key)), object), object));
        });
    return result;
  }

  /** Objects that neither side has any more. */
  List<UUID> vanished() {
    return vanished;
  }

  private static boolean same(FabricResource one, FabricResource other) {
    return Objects.equals(one.resourceVersion(), other.resourceVersion())
        && one.health().equals(other.health())
        && one.state().equals(other.state())
        && one.drift().equals(other.drift())
        && Objects.equals(one.action(), other.action())
        && Objects.equals(one.appliedUid(), other.appliedUid())
        && Objects.equals(one.base(), other.base())
        && one.differences().equals(other.differences());
  }

  private FabricResource blank(ManagedKind kind, JsonNode object) {
    return new FabricResource(
        UUID.randomUUID(),
        fabric.id(),
        kind.group(),
        kind.kind(),
        fabric.cluster().namespace(),
        object.at("/metadata/name").asText(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Health.UNKNOWN.status(),
        null,
        "orphaned",
        "actual_only",
        json.createArrayNode(),
        null,
        Normalisation.NONE,
        null,
        null,
        true,
        now);
  }

  private FabricResource compared(FabricResource onRecord, @Nullable JsonNode actual) {
    FabricResource known = adopted(onRecord, actual);
    Verdict verdict = Verdict.of(known, actual, fabric);
    Health health =
        actual == null
            ? Health.UNKNOWN
            : health(known.key(), actual).orIfUnknown(agentsListed ? Health.UNKNOWN : told(known));
    return new FabricResource(
        known.id(),
        known.fabricId(),
        known.apiGroup(),
        known.kind(),
        known.namespace(),
        known.name(),
        known.desired(),
        known.desiredCommit(),
        known.desiredFile(),
        verdict.base(),
        known.appliedUid(),
        known.appliedCommit(),
        known.appliedAt(),
        actual == null ? null : kept(actual),
        actual == null ? null : actual.at("/metadata/uid").asText(),
        actual == null ? null : version(actual),
        actual == null ? null : actual.at("/metadata/generation").asLong(),
        health.status(),
        health.message(),
        verdict.state(),
        verdict.drift(),
        json.valueToTree(verdict.differences()),
        verdict.action(),
        known.normalised(),
        known.failure(),
        known.releasedUid(),
        false,
        now);
  }

  /** What carries our mark is ours, also where the answer to its change was lost. */
  private FabricResource adopted(FabricResource known, @Nullable JsonNode actual) {
    if (actual == null || !OurMark.isOn(actual, fabric.id())) {
      return known;
    }
    String uid = actual.at("/metadata/uid").asText();
    return uid.equals(known.appliedUid()) || uid.equals(known.releasedUid())
        ? known
        : known.appliedAs(uid);
  }

  /** What an agent said of a switch before, where agents are not looked at now. */
  private static Health told(FabricResource known) {
    return known.kind().equals(SWITCH)
        ? new Health(known.health(), known.healthMessage())
        : Health.UNKNOWN;
  }

  /** A switch says nothing of itself; its agent does. */
  private Health health(String key, JsonNode object) {
    Health own = Health.of(object, now);
    ManagedKind kind = kindOf.get(key);
    return own.equals(Health.UNKNOWN) && kind != null && kind.kind().equals(SWITCH)
        ? agents.getOrDefault(object.at("/metadata/name").asText(), own)
        : own;
  }

  private static JsonNode kept(JsonNode object) {
    ObjectNode kept = object.deepCopy();
    if (kept.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    return kept;
  }

  private static String version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asText();
  }
}
