package dev.caravan.git;

import dev.caravan.failure.InputProblem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What one commit is to change: made of git objects alone, no file is ever written out.
 *
 * @param branch its short name
 * @param files contents by path; empty to delete
 * @param author who and when; with the same parent it makes the same commit
 */
record GitChange(
    String branch, Map<String, Optional<byte[]>> files, String message, PersonIdent author) {

  GitChange {
    files = Map.copyOf(files);
  }

  /** The full name of the branch. */
  String ref() {
    return Constants.R_HEADS + branch;
  }

  /** What git would not take, said before anything is reached. */
  Optional<InputProblem> problem() {
    if (branch.startsWith("-") || !Repository.isValidRefName(ref())) {
      return Optional.of(new InputProblem("/branch", "is no name of a branch: \"" + branch + "\""));
    }
    return files.keySet().stream()
        .sorted()
        .filter(path -> !isPath(path) || isBelowAnother(path))
        .findFirst()
        .map(path -> new InputProblem("", "is no path of a file: \"" + path + "\""));
  }

  private static boolean isPath(String path) {
    try {
      new ObjectChecker().setSafeForMacOS(true).checkPath(path);
      return true;
    } catch (CorruptObjectException e) {
      return false;
    }
  }

  private boolean isBelowAnother(String path) {
    return files.entrySet().stream()
        .filter(other -> other.getValue().isPresent())
        .anyMatch(other -> path.startsWith(other.getKey() + "/"));
  }

  /** The commit upon another; none where it would change nothing. */
  Optional<ObjectId> upon(Repository repository, ObjectId base) throws IOException {
    try (RevWalk commits = new RevWalk(repository);
        ObjectInserter inserter = repository.newObjectInserter()) {
      RevCommit parent = commits.parseCommit(base);
      DirCache index = DirCache.read(commits.getObjectReader(), parent.getTree());
      edit(index, inserter);
      ObjectId tree = index.writeTree(inserter);
      if (tree.equals(parent.getTree())) {
        return Optional.empty();
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      commit.setParentId(parent);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return Optional.of(id);
    }
  }

  private void edit(DirCache index, ObjectInserter inserter) throws IOException {
    DirCacheEditor editor = index.editor();
    for (Map.Entry<String, Optional<byte[]>> file : files.entrySet()) {
      editor.add(
          file.getValue().isPresent()
              ? new Put(file.getKey(), inserter.insert(Constants.OBJ_BLOB, file.getValue().get()))
              : new DirCacheEditor.DeletePath(file.getKey()));
    }
    editor.finish();
  }

  /** A file that may be executed stays so. */
  private static final class Put extends DirCacheEditor.PathEdit {

    private final ObjectId content;

    Put(String path, ObjectId content) {
      super(path);
      this.content = content;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      if (entry.getFileMode() != FileMode.EXECUTABLE_FILE) {
        entry.setFileMode(FileMode.REGULAR_FILE);
      }
      entry.setObjectId(content);
    }
  }
}
