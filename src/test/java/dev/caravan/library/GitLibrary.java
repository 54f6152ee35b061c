package dev.caravan.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A library of a test: a real git repository in a temporary folder. */
public final class GitLibrary implements AutoCloseable {

  private static final PersonIdent WHO = new PersonIdent("Test", "test@example.org");

  private final Path folder;
  private final Git git;

  public GitLibrary(Path folder) throws GitAPIException {
    this.folder = folder;
    this.git = Git.init().setDirectory(folder.toFile()).setInitialBranch("master").call();
  }

  public GitLibrary with(String path, String content) throws IOException {
    return with(path, content.getBytes(UTF_8));
  }

  public GitLibrary with(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  public GitLibrary without(String path) throws IOException {
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

  public LibrarySource at(String ref) {
    return new LibrarySource(url(), ref);
  }

  @Override
  public void close() {
    git.close();
  }
}
