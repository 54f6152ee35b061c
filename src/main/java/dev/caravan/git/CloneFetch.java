package dev.caravan.git;

import dev.caravan.failure.Failure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one commit of the other side into a kept clone, by whoever holds the clone's lock. */
final class CloneFetch {

  private static final Logger log = LoggerFactory.getLogger(CloneFetch.class);

  private final CloneFolder folder;
  private final GitRemote remote;
  private final GitSource source;
  private final GitKind kind;
  private final FetchWatch watch;
  private final TreeGuard guard;

  CloneFetch(
      CloneFolder folder,
      GitRemote remote,
      GitSource source,
      GitKind kind,
      FetchWatch watch,
      TreeGuard guard) {
    this.folder = folder;
    this.remote = remote;
    this.source = source;
    this.kind = kind;
    this.watch = watch;
    this.guard = guard;
  }

  /** What fails on a damaged clone is tried once more on a new one. */
  ObjectId bringMending() throws IOException {
    try {
      return bring();
    } catch (Failure told) {
      throw told;
    } catch (GitAPIException | IOException | RuntimeException e) {
      if (!watch.wanted() || undamaged()) {
        throw remote.failure(e);
      }
      log.warn("The kept clone of {} is damaged and made anew", source.url());
    }
    folder.setAside();
    try {
      return bring();
    } catch (GitAPIException | IOException | RuntimeException e) {
      throw remote.failure(e);
    }
  }

  private boolean undamaged() {
    try (Repository repository = folder.open()) {
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(RefChoice.KEPT)) {
        ObjectId commit = RefChoice.commit(repository, ref.getObjectId());
        if (!GitTree.complete(repository, commit, kind.folders(), true, guard)) {
          return false;
        }
      }
      return true;
    } catch (Failure ended) {
      throw ended;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private boolean complete(Repository repository, ObjectId commit) {
    return GitTree.complete(repository, commit, kind.folders(), false, guard);
  }

  private boolean isHere(Repository repository, RefChoice choice) {
    return choice.isFullId() && complete(repository, ObjectId.fromString(source.ref()));
  }

  private ObjectId bring() throws IOException, GitAPIException {
    RefChoice choice = new RefChoice(source.ref());
    try (Repository repository = folder.open()) {
      if (remote.letInBefore() && isHere(repository, choice)) {
        return ObjectId.fromString(source.ref());
      }
      Map<String, Ref> offered = remote.refs();
      if (isHere(repository, choice)) {
        return ObjectId.fromString(source.ref());
      }
      Optional<Ref> named = choice.among(offered);
      ObjectId found =
          named.isPresent() ? byName(repository, named.get()) : byId(repository, choice);
      if (!complete(repository, found)) {
        throw new IOException("objects of commit " + found.name() + " are missing");
      }
      return found;
    }
  }

  /** A branch may have moved since it was offered: what counts is what came. */
  private ObjectId byName(Repository repository, Ref ref) throws IOException, GitAPIException {
    String kept = RefChoice.kept(ref.getName());
    Ref before = repository.exactRef(kept);
    boolean moved = before == null || !before.getObjectId().equals(ref.getObjectId());
    if (moved || !complete(repository, RefChoice.commitOf(ref))) {
      remote.fetchShallow(repository, watch, "+" + ref.getName() + ":" + kept);
    }
    Ref after = repository.exactRef(kept);
    if (after == null) {
      throw new IOException(ref.getName() + " did not come");
    }
    return RefChoice.commit(repository, after.getObjectId());
  }

  /** Not every server gives out single commits; then all of its history has to come. */
  private ObjectId byId(Repository repository, RefChoice choice)
      throws IOException, GitAPIException {
    if (!choice.mayBeId()) {
      throw GitFailures.noSuchRef(source, kind);
    }
    Optional<ObjectId> known = choice.commitIn(repository);
    if (known.isPresent() && complete(repository, known.get())) {
      return known.get();
    }
    if (choice.isFullId()) {
      try {
        String id = source.ref();
        remote.fetchShallow(repository, watch, "+" + id + ":" + RefChoice.keptCommit(id));
        return ObjectId.fromString(id);
      } catch (GitAPIException | RuntimeException notByItself) {
        log.debug("{} does not give out {} by itself", source.url(), source.ref(), notByItself);
      }
    }
    remote.fetchDeep(
        repository,
        watch,
        "+refs/heads/*:" + RefChoice.kept("heads/*"),
        "+refs/tags/*:" + RefChoice.kept("tags/*"));
    return choice.commitIn(repository).orElseThrow(() -> GitFailures.noSuchRef(source, kind));
  }
}
