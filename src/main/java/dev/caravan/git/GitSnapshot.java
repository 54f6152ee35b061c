package dev.caravan.git;

import dev.caravan.failure.RetryableFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/** A repository at one commit, read from git objects: nothing is checked out. For one thread. */
public final class GitSnapshot implements AutoCloseable {

  private final CloneFolder folder;
  private final GitKind kind;
  private final TreeGuard guard;
  private final Repository repository;
  private final ObjectReader reader;
  private final ObjectId commit;
  private boolean open = true;

  GitSnapshot(CloneFolder folder, GitKind kind, ObjectId commit, TreeGuard guard)
      throws IOException {
    this.folder = folder;
    this.kind = kind;
    this.guard = guard;
    this.repository = folder.repository();
    folder.beginReading();
    this.reader = repository.newObjectReader();
    this.commit = commit;
  }

  /** The full id of the commit. */
  public String commit() {
    return commit.name();
  }

  /**
   * Whether there is such a folder.
   *
   * @param path from the root, with or without slashes around it; the root itself is empty or a dot
   */
  public boolean hasFolder(String path) {
    return readable(() -> tree().hasFolder(path));
  }

  /**
   * The regular files below a folder, at any depth, in the order of their paths; links and
   * submodules are left out.
   *
   * @param path as in {@link #hasFolder}; no such folder holds no files
   */
  public List<GitFile> files(String path) {
    return readable(() -> tree().files(path));
  }

  /**
   * Where a folder is, where its path is or goes through a link; empty where there is none.
   *
   * @param path as in {@link #hasFolder}
   */
  public Optional<String> folder(String path) {
    return readable(() -> tree().behindLinks(path));
  }

  /**
   * All that is below a folder, behind links, too, as long as these stay in the repository.
   *
   * @param path as in {@link #hasFolder}, and may be or go through a link itself
   * @return empty where there is no such folder
   */
  public Optional<LinkedFolder> linked(String path) {
    return readable(() -> tree().linked(path));
  }

  /** One regular file by its path from the root. */
  public Optional<GitFile> file(String path) {
    return readable(() -> tree().file(path));
  }

  /** The id of all that is below a folder: where it is equal, nothing has changed there. */
  public String treeId(String path) {
    return readable(() -> tree().folder(path)).name();
  }

  /** How many bytes a file has. */
  public long size(GitFile file) {
    return readable(() -> reader.getObjectSize(ObjectId.fromString(file.id()), Constants.OBJ_BLOB));
  }

  /** The first bytes of a file, at most so many. */
  public byte[] read(GitFile file, int atMost) {
    guard.requireWanted();
    return readable(
        () -> {
          try (InputStream content = reader.open(ObjectId.fromString(file.id())).openStream()) {
            return content.readNBytes(atMost);
          }
        });
  }

  private GitTree tree() throws IOException {
    return new GitTree(reader, commit, guard);
  }

  /** A clone that is damaged is thrown away, so that the next attempt makes it anew. */
  private <T> T readable(CloneFolder.Work<T> work) {
    try {
      return work.run();
    } catch (IOException damaged) {
      try {
        folder.locked(this::setAsideIfDamaged);
      } catch (IOException e) {
        damaged.addSuppressed(e);
      }
      throw RetryableFailure.integration(
          "The kept clone of the %s was damaged or replaced; it is fetched anew"
              .formatted(kind.noun()),
          damaged);
    }
  }

  private boolean setAsideIfDamaged() throws IOException {
    if (!folder.looksWhole()) {
      return false;
    }
    try (Repository now = folder.repository()) {
      if (GitTree.complete(now, commit, kind.folders(), true, guard)) {
        return false;
      }
    }
    folder.setAside();
    return true;
  }

  @Override
  public void close() {
    reader.close();
    repository.close();
    if (open) {
      open = false;
      folder.endReading();
    }
  }
}
