package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.kubernetes.Cluster;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.kubernetes.KubernetesAnswer;
import dev.caravan.kubernetes.KubernetesRequest;
import dev.caravan.worker.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Brings objects of a cluster to what git says, and writes down what became of each. */
final class Applying {

  /** Under this name the cluster remembers what is ours. */
  static final String FIELD_MANAGER = "caravan";

  private static final int TALKS = 8;

  private final Fabric fabric;
  private final Cluster cluster;
  private final SyncRun run;
  private final Map<String, ManagedKind> kinds = new HashMap<>();
  private final Map<String, JsonNode> inFull;
  private final Concealing concealing;
  private final AppliedStore resources;
  private final SyncRunStore runs;
  private final ChangeStore report;
  private final ObjectMapper json;
  private final boolean dryRun;
  private final ApplyPermit permit;
  private final Runnable progress;

  /**
   * For one run.
   *
   * @param inFull what git declares, by key, where the record conceals a part
   * @param dryRun asks the cluster what it would say, and changes nothing
   * @param permit asked before anything is sent
   * @param progress told of each object
   */
  Applying(
      Fabric fabric,
      Cluster cluster,
      SyncRun run,
      List<ManagedKind> kinds,
      Map<String, JsonNode> inFull,
      Concealing concealing,
      AppliedStore resources,
      SyncRunStore runs,
      ChangeStore report,
      ObjectMapper json,
      boolean dryRun,
      ApplyPermit permit,
      Runnable progress) {
    this.fabric = fabric;
    this.cluster = cluster;
    this.run = run;
    this.inFull = inFull;
    this.concealing = concealing;
    this.resources = resources;
    this.runs = runs;
    this.report = report;
    this.json = json;
    this.dryRun = dryRun;
    this.permit = permit;
    this.progress = progress;
    kinds.forEach(each -> this.kinds.put(each.key(), each));
  }

  /** Some conversations that go on side by side; what others refer to comes first in each. */
  List<Conversation> conversations(List<FabricResource> wanted) {
    List<FabricResource> ordered = new ArrayList<>(wanted);
    ordered.sort(
        Comparator.comparingInt((FabricResource each) -> Precedence.of(each.kind(), each.action()))
            .thenComparing(FabricResource::key));
    Map<UUID, String> others = resources.declaredByOthers(fabric.id());
    boolean coming =
        dryRun
            && wanted.stream()
                .anyMatch(
                    each ->
                        Foundation.isNamespace(each, fabric.cluster().namespace())
                            && "create".equals(each.action()));
    List<Conversation> talks = new ArrayList<>();
    int count = Math.min(TALKS, ordered.size());
    for (int i = 0; i < count; i++) {
      ApplyBatch batch = new ApplyBatch(run, resources, runs, report, dryRun);
      Conversation talk = new Conversation(cluster).before(() -> require(batch));
      for (int j = i; j < ordered.size(); j += count) {
        FabricResource each = ordered.get(j);
        String other = others.get(each.id());
        if (other != null) {
          leave(batch, each, other);
        } else {
          begin(talk, batch, each, coming);
        }
      }
      talk.afterwards(batch::flush);
      talks.add(talk);
    }
    return talks;
  }

  /** What was answered before is written down, also where nothing more may be sent. */
  private void require(ApplyBatch batch) {
    try {
      permit.require();
    } catch (Problem outdated) {
      batch.flush();
      throw outdated;
    }
  }

  /** Only one of two fabrics that declare an object changes it, and none deletes it. */
  private void leave(ApplyBatch batch, FabricResource resource, String other) {
    if ("delete".equals(resource.action())) {
      batch.released(resource, other);
    } else {
      batch.refused(resource, ApplyFailure.declaredTwice(other));
    }
    progress.run();
  }

  /**
   * Begins with an object, once there is what it cannot be without.
   *
   * @param namespaceComes whether the namespace is made by the same run
   */
  private void begin(
      Conversation talk, ApplyBatch batch, FabricResource resource, boolean namespaceComes) {
    ManagedKind kind = kinds.get(resource.kindKey());
    if (kind == null && !dryRun) {
      batch.refused(resource, ApplyFailure.awaited(resource.kind()));
      progress.run();
    } else if (kind == null || (namespaceComes && kind.namespaced())) {
      batch.planned(
          resource, "after %s".formatted(kind == null ? "its definition" : "its namespace"));
      progress.run();
    } else if ("delete".equals(resource.action())) {
      remove(talk, batch, resource, kind.path(resource.namespace(), resource.name()));
    } else {
      JsonNode desired = Objects.requireNonNull(resource.desired());
      String version = desired.path("apiVersion").asText();
      ManagedKind named = kind.in(version.substring(version.indexOf('/') + 1));
      ask(talk, batch, resource, named.path(resource.namespace(), resource.name()));
    }
  }

  private void remove(Conversation talk, ApplyBatch batch, FabricResource resource, String path) {
    Runnable removal =
        () -> talk.ask(deletion(resource, path), answer -> deleted(batch, resource, answer));
    if (dryRun || !Foundation.is(resource)) {
      removal.run();
      return;
    }
    Contents contents = new Contents(Foundation.contents(resource, kinds.values()));
    contents.ask(
        talk,
        answer -> batch.answered(resource, answer),
        removal,
        left -> {
          batch.refused(resource, left);
          done(batch);
        });
  }

  private void ask(Conversation talk, ApplyBatch batch, FabricResource resource, String path) {
    JsonNode desired = Objects.requireNonNull(resource.desired());
    JsonNode actual = resource.actual();
    List<Difference> differences =
        actual == null ? List.of() : Verdict.differences(resource, desired, actual, fabric);
    ObjectNode body =
        Differences.toApply(inFull.getOrDefault(resource.key(), desired), differences);
    if (Concealing.isConcealed(body)) {
      batch.refused(resource, ApplyFailure.concealed());
      progress.run();
      return;
    }
    OurMark.put(body, fabric.id());
    ask(talk, batch, resource, path, body, differences, fabric.selfHeal());
  }

  private void ask(
      Conversation talk,
      ApplyBatch batch,
      FabricResource resource,
      String path,
      ObjectNode body,
      List<Difference> differences,
      boolean force) {
    talk.ask(
        KubernetesRequest.apply(
            path,
            "fieldManager="
                + FIELD_MANAGER
                + (force ? "&force=true" : "")
                + (dryRun ? "&dryRun=All" : ""),
            body),
        answer -> {
          batch.answered(resource, answer);
          if (!force && onlyTheMark(answer)) {
            ask(talk, batch, resource, path, body, differences, true);
          } else if (!answer.ok()) {
            batch.refused(resource, failure(resource, body, answer));
            done(batch);
          } else {
            took(talk, batch, resource, path, body, differences, answer);
          }
        });
  }

  /** A cluster repeats in its words what it was sent. */
  private ApplyFailure failure(FabricResource resource, JsonNode body, KubernetesAnswer answer) {
    JsonNode shown = concealed(resource, body);
    return ApplyFailure.of(answer).in(words -> Concealing.without(words, body, shown));
  }

  private JsonNode concealed(FabricResource resource, JsonNode object) {
    return concealing.concealed(fabric.id(), resource.apiGroup(), resource.kind(), object);
  }

  /** Somebody has copied or changed our mark, and nothing else is theirs. */
  private static boolean onlyTheMark(KubernetesAnswer answer) {
    return answer.status() == 409
        && !answer.causes().isEmpty()
        && answer.causes().stream().allMatch(each -> each.field().equals(OurMark.FIELD));
  }

  private void took(
      Conversation talk,
      ApplyBatch batch,
      FabricResource resource,
      String path,
      JsonNode body,
      List<Difference> differences,
      KubernetesAnswer answer) {
    JsonNode normalised =
        Normalisation.of(concealed(resource, body), concealed(resource, answer.body()));
    List<Difference> left = dryRun ? List.of() : Removal.left(differences, answer.body());
    boolean ours = fabric.selfHeal() || left.stream().allMatch(each -> each.manager() == null);
    if (left.isEmpty()) {
      batch.took(resource, answer, normalised, true);
    } else if (ours) {
      talk.ask(
          Removal.request(path, answer.body(), left),
          last -> removed(batch, resource, normalised, answer, last));
      return;
    } else {
      batch.took(resource, answer, normalised, false);
      batch.refused(resource, ApplyFailure.owned(left));
    }
    done(batch);
  }

  private void removed(
      ApplyBatch batch,
      FabricResource resource,
      JsonNode normalised,
      KubernetesAnswer applied,
      KubernetesAnswer last) {
    if (last.ok()) {
      batch.answered(resource, last);
      batch.took(resource, last, normalised, true);
    } else {
      batch.took(resource, applied, normalised, false);
      batch.answered(resource, last);
      batch.refused(resource, ApplyFailure.of(last));
    }
    done(batch);
  }

  /** Where options are in the body, a cluster reads none from the query: not even dryRun. */
  private KubernetesRequest deletion(FabricResource resource, String path) {
    ObjectNode options = json.createObjectNode();
    if (dryRun) {
      options.putArray("dryRun").add("All");
    }
    options
        .putObject("preconditions")
        .put("uid", resource.uid())
        .put("resourceVersion", resource.resourceVersion());
    return KubernetesRequest.delete(path, options);
  }

  private void deleted(ApplyBatch batch, FabricResource resource, KubernetesAnswer answer) {
    batch.answered(resource, answer);
    if (answer.ok() || answer.notFound()) {
      batch.deleted(resource);
    } else {
      batch.refused(resource, ApplyFailure.of(answer));
    }
    done(batch);
  }

  private void done(ApplyBatch batch) {
    progress.run();
    batch.flushIfFull();
  }
}
