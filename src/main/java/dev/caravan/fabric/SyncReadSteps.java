package dev.caravan.fabric;

import dev.caravan.failure.Failure;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.git.GitClones;
import dev.caravan.git.GitSnapshot;
import dev.caravan.git.GitSource;
import dev.caravan.git.LinkedFolder;
import dev.caravan.kubernetes.Conversation;
import dev.caravan.worker.Step;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the route that reads git asks of Java. */
@Component
public class SyncReadSteps {

  private static final int PROBLEMS_SHOWN = 20;

  private final RunningSyncs running;
  private final FabricStore fabrics;
  private final DeclaredStore declared;
  private final DeclaredKinds kinds;
  private final AppliedStore applied;
  private final ProofStore proofs;
  private final SyncRunStore runs;
  private final GitLogins logins;
  private final GitClones git;

  SyncReadSteps(
      RunningSyncs running,
      FabricStore fabrics,
      DeclaredStore declared,
      DeclaredKinds kinds,
      AppliedStore applied,
      ProofStore proofs,
      SyncRunStore runs,
      GitLogins logins,
      GitClones git) {
    this.running = running;
    this.fabrics = fabrics;
    this.declared = declared;
    this.kinds = kinds;
    this.applied = applied;
    this.proofs = proofs;
    this.runs = runs;
    this.logins = logins;
    this.git = git;
  }

  /** What is known before git is read. */
  public Reading reading(Step step) {
    return new Reading(step);
  }

  /**
   * Whether a namespace is there that the record is not of yet: it is not made anew for nothing.
   */
  public List<Conversation> newNamespace(Reading reading) {
    Step step = reading.step();
    SyncRun run = running.require(step);
    Fabric fabric = fabrics.require(run.fabricId());
    String tree = proofs.require(fabric.id()).readTree();
    if (!fabric.configured()
        || (tree != null && tree.endsWith(":" + fabric.cluster().namespace()))) {
      return List.of();
    }
    Listing listing = running.listing(step);
    Conversation talk = listing.talk();
    listing.requireNamespace(talk, reading::namespaceIsAbsent);
    talk.afterwards(() -> runs.sent(run.id(), 1, 0));
    return List.of(talk);
  }

  /** Brings the record of what git says to the commit that the ref stands for now. */
  public Map<String, Object> read(Reading reading) {
    Step step = reading.step();
    SyncRun run = running.require(step);
    runs.started(run.id());
    Fabric fabric = fabrics.require(run.fabricId());
    if (!fabric.configured()) {
      throw SyncTrouble.of("NOT_CONFIGURED", "The fabric names no cluster, or no git repository");
    }
    try (GitSnapshot snapshot = fetch(fabric, step)) {
      String commit = snapshot.commit();
      boolean own = commit.equals(proofs.require(fabric.id()).capturedCommit());
      runs.commit(run.id(), commit, own);
      read(fabric, run, snapshot, reading);
      runs.passedOver(run.id());
      return Map.of("commit", commit);
    }
  }

  private GitSnapshot fetch(Fabric fabric, Step step) {
    GitSource source = new GitSource(fabric.git().url(), fabric.git().ref());
    try {
      return git.fetch(source, logins.of(fabric), new StepFetch(step));
    } catch (RetryableFailure mayPass) {
      if (mayPass.isBusy() || step.failures() == 0) {
        throw mayPass;
      }
      throw SyncTrouble.ofGit(mayPass);
    } catch (Failure wrong) {
      throw SyncTrouble.ofGit(wrong);
    }
  }

  private void read(Fabric fabric, SyncRun run, GitSnapshot snapshot, Reading reading) {
    Proof proof = proofs.require(fabric.id());
    String path = fabric.git().path();
    String folder =
        snapshot
            .folder(path)
            .orElseThrow(
                () ->
                    SyncTrouble.of(
                        proof.readTree() == null ? "GIT_PATH_MISSING" : SyncTrouble.SUSPECT,
                        "The repository has no folder %s at commit %s"
                            .formatted(path, snapshot.commit()),
                        Map.of("path", path)));
    String place = fabric.cluster().place();
    requireRendered(new BuildFolders(snapshot, folder).problems());
    Trees trees = new Trees(snapshot, path, folder, fabric.cluster().namespace());
    if (trees.areOf(proof.readTree())) {
      if (!snapshot.commit().equals(proof.readCommit())) {
        proofs.read(fabric.id(), snapshot.commit(), proof.readTree(), place);
      }
      return;
    }
    LinkedFolder files = snapshot.linked(path).orElseThrow();
    DesiredReader reader = new DesiredReader(fabric.cluster().namespace());
    reader.readAll(snapshot, files);
    files
        .targets()
        .forEach(target -> requireRendered(new BuildFolders(snapshot, target).problems()));
    requireRendered(reader.notRendered());
    requireReadable(reader);
    if (reading.isNamespaceAbsent() && !reader.declaresNamespace()) {
      throw Listing.noNamespace(fabric.cluster().namespace());
    }
    if (!run.acceptEmpty()) {
      requireNothingVanished(fabric, reader);
    }
    if (proof.place() != null && !proof.place().equals(place)) {
      applied.forgetCluster(fabric.id());
      proofs.forgetCluster(fabric.id());
    }
    declared.declare(fabric.id(), snapshot.commit(), reader.objects());
    proofs.read(fabric.id(), snapshot.commit(), trees.with(!files.targets().isEmpty()), place);
    proofs.passedOver(fabric.id(), reader.passedOver().asJson());
  }

  /** What a tool is to make objects of would be applied as something that nobody has said. */
  private static void requireRendered(List<String> inputs) {
    if (!inputs.isEmpty()) {
      throw SyncTrouble.of(
          "NOT_RENDERED",
          "Git is not believed: %s%s"
              .formatted(
                  inputs.get(0),
                  inputs.size() > 1 ? " (and %d more)".formatted(inputs.size() - 1) : ""),
          Map.of("problems", inputs.stream().limit(PROBLEMS_SHOWN).toList()));
    }
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
        kinds.counts(fabric.id()).entrySet().stream()
            .filter(each -> !now.containsKey(each.getKey()))
            .map(
                each ->
                    "%s (%d before)".formatted(ManagedKind.kindOf(each.getKey()), each.getValue()))
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
}
