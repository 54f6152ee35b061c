package dev.caravan.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/** A real git repository in a temporary folder. */
public class GitRepository implements AutoCloseable {

  private static final PersonIdent WHO = new PersonIdent("Test", "test@example.org");

  private final Path folder;
  private final Git git;

  public GitRepository(Path folder) throws GitAPIException {
    this.folder = folder;
    this.git = Git.init().setDirectory(folder.toFile()).setInitialBranch("master").call();
  }

  public GitRepository with(String path, String content) throws IOException {
    return with(path, content.getBytes(UTF_8));
  }

  public GitRepository with(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  /** A symbolic link. */
  public GitRepository link(String path, String target) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of(target));
    return this;
  }

  public GitRepository without(String path) throws IOException {
    Files.delete(folder.resolve(path));
    return this;
  }

  /** Commits everything and says its id. */
  public String commit(String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.add().addFilepattern(".").setUpdate(true).call();
    return git.commit()
        .setSign(false)
        .setAuthor(WHO)
        .setCommitter(WHO)
        .setMessage(message)
        .call()
        .name();
  }

  /** Commits a link to a commit of another repository. */
  public void submodule(String path, ObjectId commit) throws IOException, GitAPIException {
    DirCache index = git.getRepository().lockDirCache();
    DirCacheBuilder all = index.builder();
    all.keep(0, index.getEntryCount());
    DirCacheEntry module = new DirCacheEntry(path);
    module.setFileMode(FileMode.GITLINK);
    module.setObjectId(commit);
    all.add(module);
    all.commit();
    git.commit().setSign(false).setAuthor(WHO).setCommitter(WHO).setMessage("submodule").call();
  }

  public void branch(String name) throws GitAPIException {
    git.checkout().setCreateBranch(true).setName(name).call();
  }

  public void checkout(String name) throws GitAPIException {
    git.checkout().setName(name).call();
  }

  public void tag(String name) throws GitAPIException {
    git.tag().setName(name).setAnnotated(true).setTagger(WHO).setMessage(name).call();
  }

  public void resetTo(String commit) throws GitAPIException {
    git.reset().setMode(ResetType.HARD).setRef(commit).call();
  }

  public Git git() {
    return git;
  }

  public String url() {
    return "file://" + folder;
  }

  public GitSource source(String ref) {
    return new GitSource(url(), ref);
  }

  @Override
  public void close() {
    git.close();
  }
}
