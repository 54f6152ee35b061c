package dev.caravan.git;

import dev.caravan.failure.RetryableFailure;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a change onto a branch of the other side, upon whatever others have pushed meanwhile. */
final class BranchPush {

  private static final Logger log = LoggerFactory.getLogger(BranchPush.class);
  private static final int MOST_ATTEMPTS = 5;

  private final CloneFolder folder;
  private final GitRemote remote;
  private final GitSource source;
  private final TreeGuard guard;
  private final String ref;
  private final Function<GitSnapshot, GitChange> changes;

  /**
   * Of one change.
   *
   * @param ref full name of the branch
   * @param changes what to change where the tip of the branch is that
   */
  BranchPush(
      CloneFolder folder,
      GitRemote remote,
      GitSource source,
      TreeGuard guard,
      String ref,
      Function<GitSnapshot, GitChange> changes) {
    this.folder = folder;
    this.remote = remote;
    this.source = source;
    this.guard = guard;
    this.ref = ref;
    this.changes = changes;
  }

  /** The commit that was pushed; none where the branch holds it all already. */
  Optional<String> push() throws IOException {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      ObjectId base = base();
      try (Repository repository = folder.repository()) {
        GitChange change = upon(base);
        Optional<ObjectId> commit = change.upon(repository, base);
        if (commit.isEmpty() || remote.push(repository, commit.get(), ref)) {
          return commit.map(ObjectId::name);
        }
      }
      log.debug("{} of {} has moved, attempt {}", ref, source.url(), attempt);
    }
    throw RetryableFailure.integration(
        "The branch %s of the repository %s moved at each of %d attempts to commit to it"
            .formatted(ref, source.url(), MOST_ATTEMPTS));
  }

  private GitChange upon(ObjectId base) throws IOException {
    try (GitSnapshot tip = new GitSnapshot(folder, GitKind.REPOSITORY, base, guard)) {
      return changes.apply(tip);
    }
  }

  /** The tip of the branch; a branch that is not there begins where the source is. */
  private ObjectId base() throws IOException {
    GitSource from = remote.refs().containsKey(ref) ? new GitSource(source.url(), ref) : source;
    return new CloneFetch(folder, remote, from, GitKind.REPOSITORY, FetchWatch.NONE, guard)
        .bringMending();
  }
}
