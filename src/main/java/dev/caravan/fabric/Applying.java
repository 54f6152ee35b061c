package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.kubernetes.Cluster;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.kubernetes.KubernetesRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings objects of a cluster to what git says, and writes down what became of each. */
final class Applying {

  /** Under this name the cluster remembers what is ours. */
  static final String FIELD_MANAGER = "caravan";

  private static final int TALKS = 8;
  private static final int ANSWERS_AT_ONCE = 20;
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]+)\"");

  private final Fabric fabric;
  private final Cluster cluster;
  private final UUID run;
  private final Instant runStarted;
  private final Map<String, ManagedKind> kinds = new HashMap<>();
  private final AppliedStore resources;
  private final SyncRunStore runs;
  private final ChangeStore report;
  private final ObjectMapper json;
  private final boolean dryRun;
  private final Runnable progress;

  /**
   * For one run.
   *
   * @param dryRun asks the cluster what it would say, and changes nothing
   * @param progress told of each object
   */
  Applying(
      Fabric fabric,
      Cluster cluster,
      SyncRun run,
      List<ManagedKind> kinds,
      AppliedStore resources,
      SyncRunStore runs,
      ChangeStore report,
      ObjectMapper json,
      boolean dryRun,
      Runnable progress) {
    this.fabric = fabric;
    this.cluster = cluster;
    this.run = run.id();
    this.runStarted = run.createdAt();
    this.resources = resources;
    this.runs = runs;
    this.report = report;
    this.json = json;
    this.dryRun = dryRun;
    this.progress = progress;
    kinds.forEach(each -> this.kinds.put(each.key(), each));
  }

  /** Some conversations that go on side by side; what others refer to comes first in each. */
  List<Conversation> conversations(List<FabricResource> wanted) {
    List<FabricResource> ordered = new ArrayList<>(wanted);
    ordered.sort(
        Comparator.comparingInt((FabricResource each) -> Precedence.of(each.kind()))
            .thenComparing(FabricResource::key));
    List<Conversation> talks = new ArrayList<>();
    int count = Math.min(TALKS, ordered.size());
    for (int i = 0; i < count; i++) {
      Batch batch = new Batch();
      Conversation talk = new Conversation(cluster);
      for (int j = i; j < ordered.size(); j += count) {
        FabricResource each = ordered.get(j);
        ManagedKind kind = kinds.get(each.kindKey());
        if (kind != null) {
          talk.ask(request(kind, each), answer -> batch.add(each, answer));
        }
      }
      talk.afterwards(batch::flush);
      talks.add(talk);
    }
    return talks;
  }

  private KubernetesRequest request(ManagedKind kind, FabricResource resource) {
    String path = kind.path(resource.namespace(), resource.name());
    if ("delete".equals(resource.action())) {
      ObjectNode options = json.createObjectNode();
      options
          .putObject("preconditions")
          .put("uid", resource.uid())
          .put("resourceVersion", resource.resourceVersion());
      return new KubernetesRequest(
          "DELETE", path, dryRun ? "dryRun=All" : "", "application/json", options);
    }
    JsonNode desired = Objects.requireNonNull(resource.desired());
    JsonNode actual = resource.actual();
    ObjectNode body =
        actual == null
            ? desired.deepCopy()
            : Differences.toApply(
                desired, Differences.of(desired, resource.base(), actual, fabric.selfHeal()));
    return KubernetesRequest.apply(
        path,
        "fieldManager="
            + FIELD_MANAGER
            + (fabric.selfHeal() ? "&force=true" : "")
            + (dryRun ? "&dryRun=All" : ""),
        body);
  }

  /** What was answered and is not yet written down. */
  private final class Batch {

    private final List<Change> changes = new ArrayList<>();
    private final List<AppliedStore.Applied> applied = new ArrayList<>();
    private final List<UUID> deleted = new ArrayList<>();
    private final Map<UUID, JsonNode> refused = new HashMap<>();
    private int writes;

    void add(FabricResource resource, KubernetesAnswer answer) {
      boolean delete = "delete".equals(resource.action());
      if (answer.ok() || (delete && answer.notFound())) {
        took(resource, delete, answer);
      } else if (answer.status() == 401 || (answer.unsure() && answer.status() != 500)) {
        flush();
        throw SyncTrouble.of(answer, "Applying %s %s".formatted(resource.kind(), resource.name()));
      } else {
        refuse(resource, answer);
      }
      progress.run();
      if (changes.size() >= ANSWERS_AT_ONCE) {
        flush();
      }
    }

    private void took(FabricResource resource, boolean delete, KubernetesAnswer answer) {
      String result = dryRun ? "planned" : result(resource, delete, answer);
      changes.add(Change.of(resource, result, null, resource.differences()));
      if (dryRun) {
        return;
      }
      writes += result.equals("unchanged") ? 0 : 1;
      if (delete) {
        deleted.add(resource.id());
      } else {
        applied.add(
            new AppliedStore.Applied(resource.id(), answer.body().at("/metadata/uid").asText()));
      }
    }

    private String result(FabricResource resource, boolean delete, KubernetesAnswer answer) {
      if (delete) {
        return "deleted";
      }
      if (answer.status() == 201 || madeJustNow(resource, answer)) {
        return "created";
      }
      return answer
              .body()
              .at("/metadata/resourceVersion")
              .asText()
              .equals(resource.resourceVersion())
          ? "unchanged"
          : "updated";
    }

    /** An earlier attempt of this run made it, and could not write that down. */
    private boolean madeJustNow(FabricResource resource, KubernetesAnswer answer) {
      String created = answer.body().at("/metadata/creationTimestamp").asText("");
      return "create".equals(resource.action())
          && answer.body().at("/metadata/generation").asLong() == 1
          && !created.isEmpty()
          && !Instant.parse(created).isBefore(runStarted.truncatedTo(ChronoUnit.SECONDS));
    }

    private void refuse(FabricResource resource, KubernetesAnswer answer) {
      ArrayNode conflicts = JsonNodeFactory.instance.arrayNode();
      for (KubernetesAnswer.Cause cause : answer.causes()) {
        ObjectNode conflict = conflicts.addObject();
        conflict.put("field", cause.field());
        conflict.put("reason", cause.reason());
        conflict.put("manager", manager(cause.message()));
        conflict.put("message", cause.message());
      }
      ObjectNode failure = json.createObjectNode();
      failure.put("status", answer.status());
      failure.put("reason", answer.reason());
      failure.put("message", answer.words());
      failure.set("causes", conflicts);
      changes.add(Change.of(resource, "failed", answer.words(), failure));
      if (!dryRun) {
        refused.put(resource.id(), failure);
      }
    }

    void flush() {
      int requests = changes.size();
      if (requests == 0) {
        return;
      }
      // First whose it is: a death in between costs a line of the report, never the ownership.
      resources.applied(applied);
      resources.deleted(deleted);
      resources.refused(refused);
      report.keep(run, changes);
      runs.sent(run, requests, writes);
      changes.clear();
      applied.clear();
      deleted.clear();
      refused.clear();
      writes = 0;
    }
  }

  private static @Nullable String manager(String message) {
    Matcher matcher = MANAGER.matcher(message);
    return matcher.find() ? matcher.group(1) : null;
  }
}
