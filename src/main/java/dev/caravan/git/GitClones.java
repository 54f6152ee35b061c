package dev.caravan.git;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.storage.StorageProperties;
import dev.caravan.worker.CircuitBreakers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings repositories here: a shallow clone per repository and access below the data folder,
 * fetched on from there. Safe against other threads and processes, and mends itself.
 */
@Component
public final class GitClones {

  private static final Logger log = LoggerFactory.getLogger(GitClones.class);

  private final Path dataDir;
  private final GitProperties properties;
  private final GitDoor door;
  private final GitSsh ssh;
  private final CircuitBreakers breakers;
  private final Clock clock;

  GitClones(
      StorageProperties storage,
      GitProperties properties,
      GitSsh ssh,
      CircuitBreakers breakers,
      Clock clock) {
    this.dataDir = storage.dataDir();
    this.properties = properties;
    this.door = new GitDoor(properties);
    this.ssh = ssh;
    this.breakers = breakers;
    this.clock = clock;
  }

  /** What is wrong with a source, before anything is sent to it. */
  public Optional<InputProblem> problem(GitSource source) {
    return problem(source, GitKind.REPOSITORY);
  }

  /** The same in the words of this kind. */
  public Optional<InputProblem> problem(GitSource source, GitKind kind) {
    return door.problem(source, kind);
  }

  /**
   * The repository as it is now on the other side. A full commit id that this access brought here
   * already is not asked for again.
   *
   * @throws PermanentFailure where there is no such repository or no such ref, or no way in
   * @throws dev.caravan.failure.RetryableFailure where the other side cannot be reached
   */
  public GitSnapshot fetch(GitSource source, GitAccess access, FetchWatch watch) {
    return fetch(source, access, GitKind.REPOSITORY, watch);
  }

  /** The same for a repository of this kind. */
  public GitSnapshot fetch(GitSource source, GitAccess access, GitKind kind, FetchWatch watch) {
    require(source, kind);
    if (new RefChoice(source.ref()).isFullId()) {
      Optional<GitSnapshot> here = kept(source, access, kind, watch);
      if (here.isPresent()) {
        return here.get();
      }
    }
    CloneFolder folder = folder(source, access, kind);
    GitRemote remote = remote(source, access, kind, folder);
    TreeGuard guard = new TreeGuard(source, kind, properties, watch);
    try {
      CloneFetch fetch = new CloneFetch(folder, remote, source, kind, watch, guard);
      ObjectId commit = alone(folder, source, kind, watch, fetch::bringMending);
      return new GitSnapshot(folder, kind, commit, guard);
    } catch (IOException e) {
      throw remote.failure(e);
    }
  }

  /** One at a time works on a clone; who can come back does not wait for its turn in here. */
  private static <T> T alone(
      CloneFolder folder,
      GitSource source,
      GitKind kind,
      FetchWatch watch,
      CloneFolder.Work<T> work)
      throws IOException {
    return watch.comesBack()
        ? folder
            .lockedSoon(work)
            .orElseThrow(
                () ->
                    RetryableFailure.busy(
                        "The %s %s is being fetched for others; this one comes after them"
                            .formatted(kind.noun(), source.url())))
        : folder.locked(work);
  }

  /** The repository at a commit that an earlier step fetched, perhaps on another node. */
  public GitSnapshot at(GitSource source, GitAccess access, String commit, FetchWatch watch) {
    return at(source, access, commit, GitKind.REPOSITORY, watch);
  }

  /** The same for a repository of this kind. */
  public GitSnapshot at(
      GitSource source, GitAccess access, String commit, GitKind kind, FetchWatch watch) {
    try {
      return fetch(source.at(commit), access, kind, watch);
    } catch (PermanentFailure unreachableByItself) {
      GitSnapshot tip = fetch(source, access, kind, watch);
      if (tip.commit().equals(commit)) {
        return tip;
      }
      tip.close();
      throw unreachableByItself;
    }
  }

  /** The repository as this access last fetched it to this node, without asking the other side. */
  public Optional<GitSnapshot> kept(GitSource source, GitAccess access) {
    return kept(source, access, GitKind.REPOSITORY);
  }

  /** The same for a repository of this kind. */
  public Optional<GitSnapshot> kept(GitSource source, GitAccess access, GitKind kind) {
    return kept(source, access, kind, FetchWatch.NONE);
  }

  private Optional<GitSnapshot> kept(
      GitSource source, GitAccess access, GitKind kind, FetchWatch watch) {
    CloneFolder folder = folder(source, access, kind);
    if (!folder.looksWhole() || !admission(source, access, folder).granted()) {
      return Optional.empty();
    }
    TreeGuard guard = new TreeGuard(source, kind, properties, watch);
    try (Repository repository = folder.repository()) {
      Optional<ObjectId> commit =
          new RefChoice(source.ref())
              .keptIn(repository)
              .filter(id -> GitTree.complete(repository, id, kind.folders(), false, guard));
      return commit.isEmpty()
          ? Optional.empty()
          : Optional.of(new GitSnapshot(folder, kind, commit.get(), guard));
    } catch (IOException e) {
      log.debug("The kept clone of {} cannot be read", source.url(), e);
      return Optional.empty();
    }
  }

  /**
   * Changes files on a branch of the other side by one commit, and pushes it: never by force. A
   * branch that is not there yet begins where the source is. What others push meanwhile is kept.
   *
   * @param branch its short name
   * @param changes contents by path; empty to delete
   * @return the new commit's id; none, and nothing pushed, where it would change nothing
   * @throws PermanentFailure where the other side refuses the commit, or there is no way in
   * @throws dev.caravan.failure.RetryableFailure where it cannot be reached, or the branch moves on
   *     and on
   */
  public Optional<String> commit(
      GitSource source,
      GitAccess access,
      String branch,
      Map<String, Optional<byte[]>> changes,
      String message,
      String authorName,
      String authorEmail) {
    return commit(
        source, access, branch, tip -> changes, message, authorName, authorEmail, FetchWatch.NONE);
  }

  /** The contents that a commit is to change, by path; empty to delete. */
  @FunctionalInterface
  public interface Changes {

    /** What they are where the tip of the branch is that. */
    Map<String, Optional<byte[]>> upon(GitSnapshot tip);
  }

  /** The same where the change depends on what is there already. */
  public Optional<String> commit(
      GitSource source,
      GitAccess access,
      String branch,
      Changes changes,
      String message,
      String authorName,
      String authorEmail,
      FetchWatch watch) {
    PersonIdent author = new PersonIdent(authorName, authorEmail, clock.instant(), ZoneOffset.UTC);
    Function<Map<String, Optional<byte[]>>, GitChange> checked =
        files -> {
          GitChange change = new GitChange(branch, files, message, author);
          change.problem().ifPresent(problem -> refuse(source, problem));
          return change;
        };
    require(source, GitKind.REPOSITORY);
    String ref = checked.apply(Map.of()).ref();
    CloneFolder folder = folder(source, access, GitKind.REPOSITORY);
    GitRemote remote = remote(source, access, GitKind.REPOSITORY, folder);
    TreeGuard guard = new TreeGuard(source, GitKind.REPOSITORY, properties, watch);
    BranchPush push =
        new BranchPush(folder, remote, source, guard, ref, tip -> checked.apply(changes.upon(tip)));
    try {
      return alone(folder, source, GitKind.REPOSITORY, watch, push::push);
    } catch (IOException e) {
      throw remote.failure(e);
    }
  }

  private static void refuse(GitSource source, InputProblem problem) {
    throw PermanentFailure.validation(
        "Nothing is committed to %s: %s".formatted(source.url(), problem.message()),
        List.of(problem));
  }

  private void require(GitSource source, GitKind kind) {
    problem(source, kind)
        .ifPresent(
            problem -> {
              throw PermanentFailure.validation(
                  "The %s cannot be fetched: %s".formatted(kind.noun(), problem.message()),
                  List.of(problem));
            });
  }

  private GitRemote remote(GitSource source, GitAccess access, GitKind kind, CloneFolder folder) {
    return new GitRemote(
        source, kind, access, door, ssh, breakers, admission(source, access, folder), properties);
  }

  private static Admission admission(GitSource source, GitAccess access, CloneFolder folder) {
    return new Admission(folder.path(), access, source.shows(access));
  }

  private CloneFolder folder(GitSource source, GitAccess access, GitKind kind) {
    return new CloneFolder(dataDir.resolve(kind.home()), source.cloneKey(access));
  }
}
