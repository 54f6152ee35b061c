package dev.caravan.git;

import dev.caravan.failure.RetryableFailure;
import java.io.IOException;
import java.util.Optional;
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
  private final GitChange change;

  BranchPush(CloneFolder folder, GitRemote remote, GitSource source, GitChange change) {
    this.folder = folder;
    this.remote = remote;
    this.source = source;
    this.change = change;
  }

  /** The commit that was pushed; none where the branch holds it all already. */
  Optional<String> push() throws IOException {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      ObjectId base = base();
      try (Repository repository = folder.repository()) {
        Optional<ObjectId> commit = change.upon(repository, base);
        if (commit.isEmpty() || remote.push(repository, commit.get(), change.ref())) {
          return commit.map(ObjectId::name);
        }
      }
      log.debug("{} of {} has moved, attempt {}", change.branch(), source.url(), attempt);
    }
    throw RetryableFailure.integration(
        "The branch %s of the repository %s moved at each of %d attempts to commit to it"
            .formatted(change.branch(), source.url(), MOST_ATTEMPTS));
  }

  /** The tip of the branch; a branch that is not there begins where the source is. */
  private ObjectId base() throws IOException {
    GitSource from =
        remote.refs().containsKey(change.ref())
            ? new GitSource(source.url(), change.ref())
            : source;
    return new CloneFetch(folder, remote, from, GitKind.REPOSITORY, FetchWatch.NONE).bringMending();
  }
}
