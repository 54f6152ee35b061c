package dev.caravan.fabric;

import dev.caravan.failure.Failure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.git.GitClones;
import dev.caravan.git.GitSnapshot;
import dev.caravan.git.GitSource;
import dev.caravan.worker.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Writes what only the cluster has to a branch in git, where that is wanted. */
@Component
public class CaptureSteps {

  private static final String AUTHOR = "Caravan";
  private static final String EMAIL = "caravan@localhost";

  private final FabricStore fabrics;
  private final CaptureStore captures;
  private final ProofStore proofs;
  private final SyncRunStore runs;
  private final Plans plans;
  private final GitLogins logins;
  private final GitClones git;

  CaptureSteps(
      FabricStore fabrics,
      CaptureStore captures,
      ProofStore proofs,
      SyncRunStore runs,
      Plans plans,
      GitLogins logins,
      GitClones git) {
    this.fabrics = fabrics;
    this.captures = captures;
    this.proofs = proofs;
    this.runs = runs;
    this.plans = plans;
    this.logins = logins;
    this.git = git;
  }

  /** One commit for all that is new; none where nothing is. */
  public Map<String, Object> capture(Step step) {
    SyncRun run = runs.require(step);
    Fabric fabric = fabrics.require(run.fabricId());
    List<FabricResource> found = captures.toCapture(fabric.id());
    String branch = fabric.captureBranch();
    // What was looked at too long ago is captured by a run that looks anew.
    if (branch == null
        || found.isEmpty()
        || run.dryRun()
        || run.ended()
        || plans.outdated(run).isPresent()) {
      return Map.of();
    }
    Optional<String> commit = commit(step, fabric, branch, found);
    commit.ifPresent(id -> proofs.captured(fabric.id(), id));
    captures.captured(found, commit.orElse(null));
    return Map.of();
  }

  private static Map<String, Optional<byte[]>> files(
      Fabric fabric, List<FabricResource> found, GitSnapshot tip) {
    String path = fabric.git().path();
    String folder = tip.folder(path).orElse(path);
    Map<String, Optional<byte[]>> files = new TreeMap<>();
    found.forEach(
        each -> files.put(CapturedFile.path(folder, each, tip), Optional.of(Captured.file(each))));
    return files;
  }

  private Optional<String> commit(
      Step step, Fabric fabric, String branch, List<FabricResource> found) {
    try {
      return git.commit(
          new GitSource(fabric.git().url(), fabric.git().ref()),
          logins.of(fabric),
          branch,
          tip -> files(fabric, found, tip),
          "Capture %d %s of fabric %s"
              .formatted(found.size(), found.size() == 1 ? "object" : "objects", fabric.name()),
          AUTHOR,
          EMAIL,
          new StepFetch(step));
    } catch (RetryableFailure mayPass) {
      if (mayPass.isBusy() || step.failures() == 0) {
        throw mayPass;
      }
      throw SyncTrouble.ofGit(mayPass);
    } catch (Failure wrong) {
      throw SyncTrouble.ofGit(wrong);
    }
  }
}
