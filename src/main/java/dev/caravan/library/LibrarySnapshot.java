package dev.caravan.library;

import dev.caravan.failure.RetryableFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;

/** A library at one commit, read from git objects: nothing is checked out. For one thread. */
public final class LibrarySnapshot implements AutoCloseable {

  private static final List<String> DEFINITIONS = List.of("device-types", "module-types");
  static final String SCHEMAS = "schema";

  private final CloneFolder folder;
  private final Repository repository;
  private final ObjectReader reader;
  private final ObjectId commit;

  private LibrarySnapshot(CloneFolder folder, Repository repository, ObjectId commit) {
    this.folder = folder;
    this.repository = repository;
    this.reader = repository.newObjectReader();
    this.commit = commit;
  }

  static LibrarySnapshot open(CloneFolder folder, ObjectId commit) throws IOException {
    return new LibrarySnapshot(folder, folder.repository(), commit);
  }

  /** The full id of the commit. */
  public String commit() {
    return commit.name();
  }

  /** The YAML files of all vendors, in the order of their paths. */
  public List<LibraryFile> definitions() {
    return readable(() -> files(repository, commit, DEFINITIONS)).stream()
        .filter(file -> !file.vendor().isEmpty() && isYaml(file.name()))
        .toList();
  }

  /** The files that stand directly in the folder {@code schema}. */
  public List<LibraryFile> schemas() {
    return readable(() -> files(repository, commit, List.of(SCHEMAS))).stream()
        .filter(file -> file.path().equals(SCHEMAS + "/" + file.name()))
        .filter(file -> file.name().endsWith(".json"))
        .toList();
  }

  /** The first bytes of a file, at most so many. */
  public byte[] read(LibraryFile file, int atMost) {
    return readable(
        () -> {
          try (InputStream content = reader.open(file.id()).openStream()) {
            return content.readNBytes(atMost);
          }
        });
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
          "The kept clone of the library was damaged or replaced; it is fetched anew", damaged);
    }
  }

  private boolean setAsideIfDamaged() throws IOException {
    if (!folder.looksWhole()) {
      return false;
    }
    try (Repository now = folder.repository()) {
      if (complete(now, commit, true)) {
        return false;
      }
    }
    folder.setAside();
    return true;
  }

  /** The regular files below folders of a commit; links and submodules are left out. */
  static List<LibraryFile> files(Repository repository, ObjectId commit, List<String> folders)
      throws IOException {
    List<LibraryFile> files = new ArrayList<>();
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(commits.parseCommit(commit).getTree());
      tree.setRecursive(true);
      tree.setFilter(PathFilterGroup.createFromStrings(folders));
      while (tree.next()) {
        int type = tree.getRawMode(0) & 0170000;
        if (type == 0100000) {
          files.add(new LibraryFile(tree.getPathString(), tree.getObjectId(0)));
        }
      }
    }
    return files;
  }

  /** Whether all that is ever read of a commit is there. */
  static boolean complete(Repository repository, ObjectId commit, boolean thorough) {
    List<String> all = new ArrayList<>(DEFINITIONS);
    all.add(SCHEMAS);
    try (ObjectReader reader = repository.newObjectReader()) {
      for (LibraryFile file : files(repository, commit, all)) {
        if (thorough) {
          reader.open(file.id()).getBytes();
        } else if (!reader.has(file.id())) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static boolean isYaml(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  @Override
  public void close() {
    reader.close();
    repository.close();
  }
}
