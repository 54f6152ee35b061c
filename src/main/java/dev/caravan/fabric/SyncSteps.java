package dev.caravan.fabric;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.Failure;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.git.FetchWatch;
import dev.caravan.git.GitAccess;
import dev.caravan.git.GitClones;
import dev.caravan.git.GitSnapshot;
import dev.caravan.git.GitSource;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.worker.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What the routes of a sync ask of Java: what to read, to ask, to compare and to apply. */
@Component
public class SyncSteps {

  private static final Duration KINDS_HOLD = Duration.ofHours(1);
  private static final int PROBLEMS_SHOWN = 20;

  private final FabricStore fabrics;
  private final DeclaredStore declared;
  private final ComparedStore compared;
  private final AppliedStore applied;
  private final CaptureStore captures;
  private final KindStore kinds;
  private final ProofStore proofs;
  private final SyncRunStore runs;
  private final Clusters clusters;
  private final GitClones git;
  private final ObjectMapper json;
  private final Clock clock;

  SyncSteps(
      FabricStore fabrics,
      DeclaredStore declared,
      ComparedStore compared,
      AppliedStore applied,
      CaptureStore captures,
      KindStore kinds,
      ProofStore proofs,
      SyncRunStore runs,
      Clusters clusters,
      GitClones git,
      ObjectMapper json,
      Clock clock) {
    this.fabrics = fabrics;
    this.declared = declared;
    this.compared = compared;
    this.applied = applied;
    this.captures = captures;
    this.kinds = kinds;
    this.proofs = proofs;
    this.runs = runs;
    this.clusters = clusters;
    this.git = git;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Whether a namespace is there that the record is not of yet: it is not made anew for nothing.
   */
  public List<Conversation> newNamespace(Step step) {
    SyncRun run = running(step);
    Fabric fabric = fabrics.require(run.fabricId());
    String tree = proofs.require(fabric.id()).readTree();
    if (!fabric.configured()
        || (tree != null && tree.endsWith(":" + fabric.cluster().namespace()))) {
      return List.of();
    }
    Listing listing = listing(step);
    Conversation talk = listing.talk();
    listing.requireNamespace(talk);
    talk.afterwards(() -> runs.sent(run.id(), 1, 0));
    return List.of(talk);
  }

  /** Brings the record of what git says to the commit that the ref stands for now. */
  public Map<String, Object> read(Step step) {
    SyncRun run = running(step);
    runs.started(run.id());
    Fabric fabric = fabrics.require(run.fabricId());
    if (!fabric.configured()) {
      throw SyncTrouble.of("NOT_CONFIGURED", "The fabric names no cluster, or no git repository");
    }
    try (GitSnapshot snapshot = fetch(fabric, step)) {
      String commit = snapshot.commit();
      boolean own = commit.equals(proofs.require(fabric.id()).capturedCommit());
      runs.commit(run.id(), commit, own);
      read(fabric, run, snapshot);
      return Map.of("commit", commit);
    }
  }

  /** A run that was given up is not gone on with, whoever brings its process back. */
  private SyncRun running(Step step) {
    SyncRun run = runs.require(step);
    if (run.ended()) {
      throw SyncTrouble.of("OVER", "The run has ended before; sync again instead");
    }
    return run;
  }

  private GitSnapshot fetch(Fabric fabric, Step step) {
    String token = fabrics.secrets(fabric.id()).gitToken();
    GitSource source = new GitSource(fabric.git().url(), fabric.git().ref());
    try {
      return git.fetch(
          source, token == null ? GitAccess.NONE : new GitAccess("git", token), FetchWatch.NONE);
    } catch (RetryableFailure mayPass) {
      if (step.attempt() < 2) {
        throw mayPass;
      }
      throw SyncTrouble.ofGit(mayPass);
    } catch (Failure wrong) {
      throw SyncTrouble.ofGit(wrong);
    }
  }

  private void read(Fabric fabric, SyncRun run, GitSnapshot snapshot) {
    Proof proof = proofs.require(fabric.id());
    String path = fabric.git().path();
    if (!snapshot.hasFolder(path)) {
      throw SyncTrouble.of(
          proof.readTree() == null ? "GIT_PATH_MISSING" : SyncTrouble.SUSPECT,
          "The repository has no folder %s at commit %s".formatted(path, snapshot.commit()),
          Map.of("path", path));
    }
    String tree = path + ":" + snapshot.treeId(path) + ":" + fabric.cluster().namespace();
    if (tree.equals(proof.readTree())) {
      if (!snapshot.commit().equals(proof.readCommit())) {
        proofs.read(fabric.id(), snapshot.commit(), tree);
      }
      return;
    }
    DesiredReader reader = new DesiredReader(fabric.cluster().namespace());
    reader.readAll(snapshot, path);
    requireReadable(reader);
    if (!run.acceptEmpty()) {
      requireNothingVanished(fabric, reader);
    }
    declared.declare(fabric.id(), snapshot.commit(), reader.objects());
    proofs.read(fabric.id(), snapshot.commit(), tree);
  }

  private static void requireReadable(DesiredReader reader) {
    List<InputProblem> problems = reader.problems();
    if (!problems.isEmpty()) {
      throw SyncTrouble.of(
          "BAD_YAML",
          "Git cannot be read: %s%s"
              .formatted(
                  problems.get(0).message(),
                  problems.size() > 1 ? " (and %d more)".formatted(problems.size() - 1) : ""),
          Map.of(
              "problems",
              problems.stream().limit(PROBLEMS_SHOWN).map(InputProblem::message).toList()));
    }
  }

  private void requireNothingVanished(Fabric fabric, DesiredReader reader) {
    Map<String, Integer> now = reader.counts();
    List<String> vanished =
        declared.counts(fabric.id()).entrySet().stream()
            .filter(each -> !now.containsKey(each.getKey()))
            .map(each -> "%s (%d before)".formatted(kindOf(each.getKey()), each.getValue()))
            .sorted()
            .toList();
    if (!vanished.isEmpty()) {
      throw SyncTrouble.of(
          SyncTrouble.SUSPECT,
          "Git declares no %s any more; if that is right, sync with accept_empty=true"
              .formatted(String.join(", no ", vanished)),
          Map.of("side", "git", "kinds", vanished));
    }
  }

  private static String kindOf(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  /** What is to be listed. */
  public Listing listing(Step step) {
    SyncRun run = running(step);
    Fabric fabric = fabrics.require(run.fabricId());
    return new Listing(fabric, clusters.of(fabric), kinds.of(fabric.id()));
  }

  /** The same for the kinds that were changed, to prove it, and for agents: they tell of others. */
  public Listing listingOfChanged(Step step) {
    Listing listing = listing(step);
    List<String> changed = runs.kindsChanged(UUID.fromString(step.processId()));
    listing.only(
        listing.kinds().stream()
            .filter(each -> changed.contains(each.key()) || each.kind().equals(Comparing.AGENT))
            .toList());
    return listing;
  }

  /** Asks which kinds there are, where that is not known or was asked long ago. */
  public List<Conversation> discovery(Listing listing) {
    Fabric fabric = listing.fabric();
    Proof proof = proofs.require(fabric.id());
    Map<String, DeclaredStore.DesiredKind> wanted = declared.kinds(fabric.id());
    Set<String> known = listing.kinds().stream().map(ManagedKind::key).collect(Collectors.toSet());
    Instant at = proof.kindsAt();
    Integer version = proof.kindsVersion();
    boolean fresh =
        version != null
            && version == fabric.version()
            && at != null
            && at.plus(KINDS_HOLD).isAfter(clock.instant())
            && known.containsAll(wanted.keySet());
    if (fresh) {
      return List.of();
    }
    Conversation talk = listing.talk();
    Discovery discovery = new Discovery(fabric, wanted.values());
    discovery.askFor(talk, listing::counted);
    talk.afterwards(() -> discovered(listing, discovery.kinds()));
    return List.of(talk);
  }

  private void discovered(Listing listing, List<ManagedKind> found) {
    Fabric fabric = listing.fabric();
    Set<String> keys = found.stream().map(ManagedKind::key).collect(Collectors.toSet());
    Set<String> there =
        compared.marks(fabric.id()).values().stream()
            .filter(ComparedStore.Mark::there)
            .map(ComparedStore.Mark::kindKey)
            .collect(Collectors.toSet());
    List<String> missing =
        listing.kinds().stream()
            .filter(each -> isMeant(fabric, each))
            .map(ManagedKind::key)
            .filter(key -> there.contains(key) && !keys.contains(key))
            .map(SyncSteps::kindOf)
            .toList();
    if (!missing.isEmpty()) {
      throw SyncTrouble.of(
          "MISSING_KIND",
          "The cluster does not know %s any more".formatted(String.join(", ", missing)),
          Map.of("missing", missing));
    }
    kinds.put(fabric.id(), found);
    listing.only(found);
    listing.everything();
  }

  /** What the fabric was told not to look at any more is not missing. */
  private static boolean isMeant(Fabric fabric, ManagedKind kind) {
    return fabric.kinds().isEmpty()
        ? fabric.apiGroups().contains(kind.group())
        : fabric.kinds().stream().anyMatch(kind::isCalled);
  }

  /** One conversation for each kind. */
  public List<Conversation> lists(Listing listing) {
    return listing.lists();
  }

  /** Whether there is the namespace at all, where all that was listed is empty. */
  public List<Conversation> doubts(Listing listing) {
    if (!listing.empty()) {
      return List.of();
    }
    Conversation talk = listing.talk();
    listing.askForNamespace(talk);
    return List.of(talk);
  }

  /** Writes down how all that was listed differs from what git says. */
  public Map<String, Object> compared(Step step, Listing listing) {
    SyncRun run = running(step);
    Fabric fabric = listing.fabric();
    compare(run, listing, run.acceptEmpty());
    if (listing.comparesEverything()) {
      proofs.kindsKnown(fabric.id(), fabric.version());
    }
    boolean wanted = run.dryRun() || fabric.mayApply(clock.instant());
    boolean apply = wanted && applied.actions(fabric.id()) > 0;
    return Map.of("apply", apply, "capture", toCapture(run, fabric));
  }

  private boolean toCapture(SyncRun run, Fabric fabric) {
    return fabric.captureBranch() != null
        && !run.dryRun()
        && !captures.toCapture(fabric.id()).isEmpty();
  }

  /** The same after changes: what is found now is what is true. */
  public Map<String, Object> verified(Step step, Listing listing) {
    compare(running(step), listing, true);
    return Map.of();
  }

  private void compare(SyncRun run, Listing listing, boolean emptyIsRight) {
    Fabric fabric = listing.fabric();
    runs.sent(run.id(), listing.requests(), 0);
    proofs.connection(fabric.id(), "connected");
    Map<String, ComparedStore.Mark> marks = compared.marks(fabric.id());
    if (!emptyIsRight) {
      requireNothingVanished(listing, marks);
    }
    Comparing comparing =
        new Comparing(fabric, compared, json, clock.instant(), listing.comparesEverything());
    Set<String> listed = new HashSet<>();
    for (ManagedKind kind : listing.kinds()) {
      comparing.add(kind, listing.of(kind));
      listed.add(kind.key());
    }
    if (listing.comparesEverything()) {
      // Kinds and namespaces that the fabric is not made of any more have no objects in it.
      marks.forEach((key, mark) -> listed.add(mark.kindKey()));
    }
    compared.keep(comparing.changed(marks, listed));
    compared.forget(comparing.vanished());
    runs.listed(run.id(), json.valueToTree(listing.resourceVersions()));
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

  /** Asks the cluster what it would say to all changes, where that is wanted before any. */
  public List<Conversation> rehearsing(Step step) {
    SyncRun run = running(step);
    Fabric fabric = fabrics.require(run.fabricId());
    return run.dryRun() || fabric.dryRunFirst() ? applying(step, run, fabric, true) : List.of();
  }

  /** Brings the cluster to what git says; nothing of it where a rehearsal was refused. */
  public List<Conversation> applying(Step step) {
    SyncRun run = running(step);
    Fabric fabric = fabrics.require(run.fabricId());
    boolean refused = fabric.dryRunFirst() && !runs.keys(run.id(), "failed").isEmpty();
    return run.dryRun() || refused ? List.of() : applying(step, run, fabric, false);
  }

  /** Once more what was refused, as what it refers to may be there by now. */
  public List<Conversation> applyingAgain(Step step) {
    SyncRun run = running(step);
    Set<String> failed = runs.keys(run.id(), "failed");
    if (run.dryRun() || failed.isEmpty() || runs.keys(run.id(), "created").isEmpty()) {
      return List.of();
    }
    Fabric fabric = fabrics.require(run.fabricId());
    return applying(step, run, fabric, false, failed);
  }

  private List<Conversation> applying(Step step, SyncRun run, Fabric fabric, boolean dryRun) {
    return applying(step, run, fabric, dryRun, Set.of());
  }

  private List<Conversation> applying(
      Step step, SyncRun run, Fabric fabric, boolean dryRun, Set<String> only) {
    List<FabricResource> wanted =
        applied.withAction(fabric.id()).stream()
            .filter(each -> only.isEmpty() || only.contains(each.key()))
            .toList();
    AtomicInteger done = new AtomicInteger();
    return new Applying(
            fabric,
            clusters.of(fabric),
            run,
            kinds.of(fabric.id()),
            applied,
            runs,
            json,
            dryRun,
            () -> step.progress(done.incrementAndGet(), wanted.size(), "objects"))
        .conversations(wanted);
  }

  /** What the model needs to know of what was applied. */
  public Map<String, Object> applied(Step step) {
    SyncRun run = running(step);
    ObjectNode counts = runs.counts(run.id());
    return Map.of("verify", !run.dryRun() && !counts.isEmpty());
  }
}
