package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.worker.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What the routes that have listed a cluster ask of Java: how it differs from git. */
@Component
public class SyncCompareSteps {

  private final RunningSyncs running;
  private final ComparedStore compared;
  private final DeclaredKinds declared;
  private final AppliedStore applied;
  private final CaptureStore captures;
  private final ProofStore proofs;
  private final SyncRunStore runs;
  private final Concealing concealing;
  private final ObjectMapper json;
  private final FabricProperties properties;
  private final Clock clock;

  SyncCompareSteps(
      RunningSyncs running,
      ComparedStore compared,
      DeclaredKinds declared,
      AppliedStore applied,
      CaptureStore captures,
      ProofStore proofs,
      SyncRunStore runs,
      Concealing concealing,
      ObjectMapper json,
      FabricProperties properties,
      Clock clock) {
    this.running = running;
    this.compared = compared;
    this.declared = declared;
    this.applied = applied;
    this.captures = captures;
    this.proofs = proofs;
    this.runs = runs;
    this.concealing = concealing;
    this.json = json;
    this.properties = properties;
    this.clock = clock;
  }

  /** Writes down how all that was listed differs from what git says. */
  public Map<String, Object> compared(Step step, Listing listing) {
    SyncRun run = running.require(step);
    Fabric fabric = listing.fabric();
    compare(run, listing, run.acceptEmpty());
    runs.planned(run.id(), listing.begun(), fabric.version(), listing.place());
    if (listing.comparesEverything()) {
      proofs.kindsKnown(fabric.id(), fabric.version());
    }
    // A watch only looks: what is synced by hand alone is not applied because of it.
    boolean looks = run.trigger().equals("watch") && !fabric.scheduled();
    boolean wanted = run.dryRun() || (!looks && fabric.mayApply(clock.instant()));
    boolean apply = wanted && applied.actions(fabric.id()) > 0;
    if (apply && !run.dryRun() && !run.acceptEmpty()) {
      requireFewDeletions(fabric);
    }
    return Map.of("apply", apply, "capture", !looks && toCapture(run, fabric));
  }

  private boolean toCapture(SyncRun run, Fabric fabric) {
    return fabric.captureBranch() != null
        && !run.dryRun()
        && !captures.toCapture(fabric.id()).isEmpty();
  }

  /** The same after changes: what is found now is what is true. */
  public Map<String, Object> verified(Step step, Listing listing) {
    compare(running.require(step), listing, true);
    return Map.of();
  }

  private void compare(SyncRun run, Listing listing, boolean emptyIsRight) {
    Fabric fabric = listing.fabric();
    runs.sent(run.id(), listing.requests(), 0);
    running.requireUnchanged(fabric);
    proofs.connection(fabric.id(), "connected");
    Map<String, ComparedStore.Mark> marks = compared.marks(fabric.id());
    if (!emptyIsRight) {
      requireNothingVanished(listing, marks);
    }
    Comparing comparing =
        new Comparing(
            fabric,
            compared,
            concealing,
            json,
            clock.instant(),
            listing.comparesEverything() || run.selfHeal(),
            marks,
            declared.otherVersions(fabric.id(), declared.of(fabric.id())));
    Set<String> listed = new HashSet<>(listing.awaited());
    for (ManagedKind kind : listing.kinds()) {
      comparing.add(kind, listing.of(kind));
      listing.others(kind).forEach(other -> comparing.addOther(other, listing.of(other)));
      listed.add(kind.key());
    }
    if (listing.comparesEverything()) {
      // Kinds and namespaces that the fabric is not made of any more have no objects in it.
      marks.forEach((key, mark) -> listed.add(mark.kindKey()));
    }
    compared.keep(comparing.changed(listed), run.selfHeal());
    compared.forget(comparing.vanished());
    runs.listed(run.id(), json.valueToTree(listing.resourceVersions()));
  }

  /** Much that is to be deleted at once is asked for first: a wrong path or branch looks so. */
  private void requireFewDeletions(Fabric fabric) {
    long deletions = applied.deletions(fabric.id());
    long all = applied.applied(fabric.id());
    if (properties.areMany(deletions, all)) {
      throw SyncTrouble.of(
          SyncTrouble.SUSPECT,
          "%d of %d objects that the fabric has applied would be deleted; if that is right, sync with accept_empty=true"
              .formatted(deletions, all),
          Map.of("side", "git", "deletions", deletions, "applied", all));
    }
  }

  private static void requireNothingVanished(
      Listing listing, Map<String, ComparedStore.Mark> marks) {
    List<String> vanished = new ArrayList<>();
    for (ManagedKind kind : listing.kinds()) {
      long before =
          marks.values().stream()
              .filter(mark -> mark.there() && mark.kindKey().equals(kind.key()))
              .count();
      if (before > 0 && listing.of(kind).isEmpty()) {
        vanished.add("%s (%d before)".formatted(kind.kind(), before));
      }
    }
    if (!vanished.isEmpty()) {
      throw SyncTrouble.of(
          SyncTrouble.SUSPECT,
          "The cluster has no %s any more; if that is right, sync with accept_empty=true"
              .formatted(String.join(", no ", vanished)),
          Map.of("side", "cluster", "kinds", vanished));
    }
  }
}
