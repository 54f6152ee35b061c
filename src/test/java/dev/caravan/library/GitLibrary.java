package dev.caravan.library;

import dev.caravan.git.GitRepository;
import java.nio.file.Path;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A library of a test: a real git repository in a temporary folder. */
public final class GitLibrary extends GitRepository {

  public GitLibrary(Path folder) throws GitAPIException {
    super(folder);
  }

  public LibrarySource at(String ref) {
    return new LibrarySource(url(), ref);
  }
}
