package dev.caravan.library;

import dev.caravan.failure.Failure;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.storage.StorageProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings libraries here: a shallow clone per repository below the data folder, fetched on from
 * there. Safe against other threads and processes, and mends itself.
 */
@Component
public final class LibraryClone {

  private static final Logger log = LoggerFactory.getLogger(LibraryClone.class);

  private final Path libraries;
  private final LibraryProperties properties;
  private final GitLogin login;

  LibraryClone(StorageProperties storage, LibraryProperties properties, GitLogin login) {
    this.libraries = storage.dataDir().resolve("libraries");
    this.properties = properties;
    this.login = login;
  }

  /**
   * The library as it is now on the other side. A full commit id that is here already is not asked
   * for again.
   *
   * @throws PermanentFailure where there is no such library or no such ref, or no way in
   * @throws dev.caravan.failure.RetryableFailure where the other side cannot be reached
   */
  public LibrarySnapshot fetch(LibrarySource source, FetchWatch watch) {
    source
        .problem(properties.schemes())
        .ifPresent(
            problem -> {
              throw PermanentFailure.validation(
                  "The library cannot be fetched: " + problem.message(), List.of(problem));
            });
    CloneFolder folder = folder(source);
    GitRemote remote =
        new GitRemote(source, login, Math.toIntExact(properties.timeout().toSeconds()));
    try {
      ObjectId commit = folder.locked(() -> bringMending(folder, remote, source, watch));
      return LibrarySnapshot.open(folder, commit);
    } catch (IOException e) {
      throw remote.failure(e);
    }
  }

  /** The library at a commit that an earlier step fetched, perhaps on another node. */
  public LibrarySnapshot at(LibrarySource source, String commit, FetchWatch watch) {
    try {
      return fetch(new LibrarySource(source.url(), commit), watch);
    } catch (PermanentFailure unreachableByItself) {
      LibrarySnapshot tip = fetch(source, watch);
      if (tip.commit().equals(commit)) {
        return tip;
      }
      tip.close();
      throw unreachableByItself;
    }
  }

  /** The library as it was last fetched to this node, without asking the other side. */
  public Optional<LibrarySnapshot> kept(LibrarySource source) {
    CloneFolder folder = folder(source);
    if (!folder.looksWhole()) {
      return Optional.empty();
    }
    try (Repository repository = folder.repository()) {
      Optional<ObjectId> commit =
          new RefChoice(source.ref())
              .keptIn(repository)
              .filter(id -> LibrarySnapshot.complete(repository, id, false));
      return commit.isEmpty()
          ? Optional.empty()
          : Optional.of(LibrarySnapshot.open(folder, commit.get()));
    } catch (IOException e) {
      log.debug("The kept clone of {} cannot be read", source.url(), e);
      return Optional.empty();
    }
  }

  private CloneFolder folder(LibrarySource source) {
    return new CloneFolder(libraries, source.repositoryKey());
  }

  /** What fails on a damaged clone is tried once more on a new one. */
  private ObjectId bringMending(
      CloneFolder folder, GitRemote remote, LibrarySource source, FetchWatch watch)
      throws IOException {
    try {
      return bring(folder, remote, source, watch);
    } catch (Failure told) {
      throw told;
    } catch (GitAPIException | IOException | RuntimeException e) {
      if (!watch.wanted() || undamaged(folder)) {
        throw remote.failure(e);
      }
      log.warn("The kept clone of {} is damaged and made anew", source.url());
    }
    folder.setAside();
    try {
      return bring(folder, remote, source, watch);
    } catch (GitAPIException | IOException | RuntimeException e) {
      throw remote.failure(e);
    }
  }

  private static boolean undamaged(CloneFolder folder) {
    try (Repository repository = folder.open()) {
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(RefChoice.KEPT)) {
        ObjectId commit = RefChoice.commit(repository, ref.getObjectId());
        if (!LibrarySnapshot.complete(repository, commit, true)) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static ObjectId bring(
      CloneFolder folder, GitRemote remote, LibrarySource source, FetchWatch watch)
      throws IOException, GitAPIException {
    RefChoice choice = new RefChoice(source.ref());
    try (Repository repository = folder.open()) {
      if (choice.isFullId()) {
        ObjectId id = ObjectId.fromString(source.ref());
        if (LibrarySnapshot.complete(repository, id, false)) {
          return id;
        }
      }
      Map<String, Ref> offered = remote.refs();
      Optional<Ref> named = choice.among(offered);
      ObjectId found =
          named.isPresent()
              ? byName(repository, remote, named.get(), watch)
              : byId(repository, remote, choice, source, watch);
      if (!LibrarySnapshot.complete(repository, found, false)) {
        throw new IOException("objects of commit " + found.name() + " are missing");
      }
      return found;
    }
  }

  /** A branch may have moved since it was offered: what counts is what came. */
  private static ObjectId byName(Repository repository, GitRemote remote, Ref ref, FetchWatch watch)
      throws IOException, GitAPIException {
    String kept = RefChoice.kept(ref.getName());
    Ref before = repository.exactRef(kept);
    boolean moved = before == null || !before.getObjectId().equals(ref.getObjectId());
    if (moved || !LibrarySnapshot.complete(repository, RefChoice.commitOf(ref), false)) {
      remote.fetchShallow(repository, watch, "+" + ref.getName() + ":" + kept);
    }
    Ref after = repository.exactRef(kept);
    if (after == null) {
      throw new IOException(ref.getName() + " did not come");
    }
    return RefChoice.commit(repository, after.getObjectId());
  }

  /** Not every server gives out single commits; then all of its history has to come. */
  private static ObjectId byId(
      Repository repository,
      GitRemote remote,
      RefChoice choice,
      LibrarySource source,
      FetchWatch watch)
      throws IOException, GitAPIException {
    if (!choice.mayBeId()) {
      throw GitFailures.noSuchRef(source);
    }
    Optional<ObjectId> known = choice.commitIn(repository);
    if (known.isPresent() && LibrarySnapshot.complete(repository, known.get(), false)) {
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
    return choice.commitIn(repository).orElseThrow(() -> GitFailures.noSuchRef(source));
  }
}
