package dev.caravan.git;

import dev.caravan.failure.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The folders and files of one commit. */
final class GitTree {

  private final ObjectReader reader;
  private final TreeGuard guard;
  private final ObjectId root;

  GitTree(ObjectReader reader, ObjectId commit, TreeGuard guard) throws IOException {
    this.reader = reader;
    this.guard = guard;
    try (RevWalk commits = new RevWalk(reader)) {
      this.root = commits.parseCommit(commit).getTree().copy();
    }
  }

  /** The tree of a folder; the empty one where there is no such folder. */
  ObjectId folder(String path) throws IOException {
    String inside = plain(path);
    if (inside.isEmpty()) {
      return root;
    }
    try (TreeWalk found = TreeWalk.forPath(reader, inside, root)) {
      return found == null || found.getFileMode(0) != FileMode.TREE
          ? Constants.EMPTY_TREE_ID
          : found.getObjectId(0);
    }
  }

  boolean hasFolder(String path) throws IOException {
    return plain(path).isEmpty() || !folder(path).equals(Constants.EMPTY_TREE_ID);
  }

  /**
   * The regular files below a folder, in the order of their paths; links and submodules are not.
   */
  List<GitFile> files(String path) throws IOException {
    return files(path, guard.count());
  }

  private List<GitFile> files(String path, TreeGuard.Count count) throws IOException {
    ObjectId below = folder(path);
    if (below.equals(Constants.EMPTY_TREE_ID)) {
      return List.of();
    }
    String inside = plain(path);
    String prefix = inside.isEmpty() ? "" : inside + "/";
    List<GitFile> files = new ArrayList<>();
    try (TreeWalk tree = new TreeWalk(reader)) {
      tree.addTree(below);
      tree.setRecursive(true);
      while (tree.next()) {
        if ((tree.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE) {
          count.file();
          files.add(new GitFile(prefix + tree.getPathString(), tree.getObjectId(0).name()));
        }
      }
    }
    return files;
  }

  /** The same with what links lead to; empty where there is no such folder. */
  Optional<LinkedFolder> linked(String path) throws IOException {
    try {
      return Optional.of(new LinkWalk(reader, root, guard.count()).walk(plain(path)));
    } catch (LinkWalk.Broken nowhere) {
      return Optional.empty();
    }
  }

  /** Where a folder is, behind whatever links; empty where there is none. */
  Optional<String> behindLinks(String path) throws IOException {
    try {
      return Optional.of(new LinkWalk(reader, root, guard.count()).folder(plain(path)));
    } catch (LinkWalk.Broken nowhere) {
      return Optional.empty();
    }
  }

  Optional<GitFile> file(String path) throws IOException {
    try (TreeWalk found = TreeWalk.forPath(reader, plain(path), root)) {
      return found == null || (found.getRawMode(0) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE
          ? Optional.empty()
          : Optional.of(new GitFile(plain(path), found.getObjectId(0).name()));
    }
  }

  private static String plain(String path) {
    return path.strip().replaceFirst("^(\\./|/)+", "").replaceFirst("(/\\.|/)+$|^\\.$", "");
  }

  /**
   * Whether all that is ever read of a commit is there.
   *
   * @param folders top folders that are read; none for everything
   * @param thorough by reading it, instead of looking whether it is listed
   * @throws dev.caravan.failure.Failure where the guard ends it
   */
  static boolean complete(
      Repository repository,
      ObjectId commit,
      List<String> folders,
      boolean thorough,
      TreeGuard guard) {
    try (ObjectReader reader = repository.newObjectReader()) {
      GitTree tree = new GitTree(reader, commit, guard);
      TreeGuard.Count count = guard.count();
      for (String folder : folders.isEmpty() ? List.of("") : folders) {
        for (GitFile file : tree.files(folder, count)) {
          ObjectId id = ObjectId.fromString(file.id());
          count.bytes(reader.getObjectSize(id, Constants.OBJ_BLOB));
          guard.requireWanted();
          if (thorough) {
            reader.open(id).getBytes();
          }
        }
      }
      return true;
    } catch (Failure ended) {
      throw ended;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
