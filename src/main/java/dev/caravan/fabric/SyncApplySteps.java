package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.worker.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What the route that changes a cluster asks of Java. */
@Component
public class SyncApplySteps {

  private final RunningSyncs running;
  private final DeclaredStore declared;
  private final Concealing concealing;
  private final AppliedStore applied;
  private final KindStore kinds;
  private final SyncRunStore runs;
  private final ChangeStore changes;
  private final Clusters clusters;
  private final Plans plans;
  private final ObjectMapper json;

  SyncApplySteps(
      RunningSyncs running,
      DeclaredStore declared,
      Concealing concealing,
      AppliedStore applied,
      KindStore kinds,
      SyncRunStore runs,
      ChangeStore changes,
      Clusters clusters,
      Plans plans,
      ObjectMapper json) {
    this.running = running;
    this.declared = declared;
    this.concealing = concealing;
    this.applied = applied;
    this.kinds = kinds;
    this.runs = runs;
    this.changes = changes;
    this.clusters = clusters;
    this.plans = plans;
    this.json = json;
  }

  /** Asks the cluster what it would say to all changes, where that is wanted before any. */
  public List<Conversation> rehearsing(Step step) {
    SyncRun run = running.require(step);
    Fabric fabric = running.fabric(run);
    return run.dryRun() || fabric.dryRunFirst()
        ? applying(step, run, true, each -> true)
        : List.of();
  }

  /** Makes namespaces and definitions; nothing where a rehearsal was refused. */
  public List<Conversation> founding(Step step) {
    SyncRun run = running.require(step);
    return refused(run)
        ? List.of()
        : applying(step, run, false, each -> Foundation.is(each) && !Foundation.goes(each));
  }

  /** Brings all else to what git says. */
  public List<Conversation> applying(Step step) {
    SyncRun run = running.require(step);
    return refused(run) ? List.of() : applying(step, run, false, each -> !Foundation.is(each));
  }

  /** Deletes namespaces and definitions in which nothing is left. */
  public List<Conversation> removingFoundations(Step step) {
    SyncRun run = running.require(step);
    return refused(run) ? List.of() : applying(step, run, false, Foundation::goes);
  }

  /** Whether a rehearsal was, when only all or nothing is wanted. */
  private boolean refused(SyncRun run) {
    return run.dryRun()
        || (running.fabric(run).dryRunFirst() && !changes.keys(run.id(), "failed").isEmpty());
  }

  /**
   * Once more what was refused: what it refers to may be there by now, or what refers to it gone.
   */
  public List<Conversation> applyingAgain(Step step) {
    SyncRun run = running.require(step);
    Set<String> failed = changes.keys(run.id(), "failed");
    boolean moved =
        Stream.of("created", "deleted").anyMatch(each -> !changes.keys(run.id(), each).isEmpty());
    if (run.dryRun() || failed.isEmpty() || !moved) {
      return List.of();
    }
    return applying(step, run, false, each -> failed.contains(each.key()));
  }

  private List<Conversation> applying(
      Step step, SyncRun run, boolean dryRun, Predicate<FabricResource> chosen) {
    plans.require(run);
    Fabric fabric = running.fabric(run);
    List<FabricResource> wanted = applied.withAction(fabric.id()).stream().filter(chosen).toList();
    AtomicInteger done = new AtomicInteger();
    return new Applying(
            fabric,
            clusters.of(fabric),
            run,
            kinds.of(fabric.id()),
            declared.inFull(fabric.id()),
            concealing,
            applied,
            runs,
            changes,
            json,
            dryRun,
            new ApplyPermit(() -> plans.require(run), System::nanoTime),
            () -> step.progress(done.incrementAndGet(), wanted.size(), "objects"))
        .conversations(wanted);
  }

  /** What the model needs to know of what was applied. */
  public Map<String, Object> applied(Step step) {
    SyncRun run = running.require(step);
    ObjectNode counts = changes.counts(run.id());
    return Map.of("verify", !run.dryRun() && !counts.isEmpty());
  }
}
