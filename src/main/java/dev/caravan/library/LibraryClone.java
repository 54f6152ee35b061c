package dev.caravan.library;

import dev.caravan.failure.InputProblem;
import dev.caravan.git.FetchWatch;
import dev.caravan.git.GitAccess;
import dev.caravan.git.GitClones;
import dev.caravan.git.GitKind;
import dev.caravan.git.GitSource;
import dev.caravan.git.GitUse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Brings libraries here, as git repositories of which a few folders are read. */
@Component
public final class LibraryClone implements GitUse {

  private static final GitKind LIBRARY =
      new GitKind(
          "library",
          "libraries",
          "/library",
          "LIBRARY_TOKEN",
          Stream.of(
                  LibrarySnapshot.DEFINITIONS,
                  LibrarySnapshot.IMAGES,
                  List.of(LibrarySnapshot.SCHEMAS))
              .flatMap(List::stream)
              .toList());

  private final GitClones clones;
  private final LibraryProperties properties;

  LibraryClone(GitClones clones, LibraryProperties properties) {
    this.clones = clones;
    this.properties = properties;
  }

  @Override
  public GitKind kind() {
    return LIBRARY;
  }

  /** What others choose for an import is used for that import alone. */
  @Override
  public List<GitSource> sources() {
    return List.of(GitSource.configured(properties.url(), properties.ref()));
  }

  /** What is wrong with a choice by its looks, before anything is reached. */
  public Optional<InputProblem> problem(LibrarySource source) {
    return clones.problem(git(source), LIBRARY);
  }

  /**
   * The library as it is now on the other side. A full commit id that is here already is not asked
   * for again.
   *
   * @throws dev.caravan.failure.PermanentFailure where there is no such library or no such ref, or
   *     no way in
   * @throws dev.caravan.failure.RetryableFailure where the other side cannot be reached
   */
  public LibrarySnapshot fetch(LibrarySource source, FetchWatch watch) {
    return new LibrarySnapshot(clones.fetch(git(source), access(source), LIBRARY, watch));
  }

  /** The library at a commit that an earlier step fetched, perhaps on another node. */
  public LibrarySnapshot at(LibrarySource source, String commit, FetchWatch watch) {
    return new LibrarySnapshot(clones.at(git(source), access(source), commit, LIBRARY, watch));
  }

  /** The library as it was last fetched to this node, without asking the other side. */
  public Optional<LibrarySnapshot> kept(LibrarySource source) {
    return clones.kept(git(source), access(source), LIBRARY).map(LibrarySnapshot::new);
  }

  /** What the operator configured is trusted, and so is whatever else its server has. */
  private GitSource git(LibrarySource source) {
    GitSource configured = GitSource.configured(properties.url(), properties.ref());
    GitSource chosen = source.git();
    return configured.sameRepository(chosen) || configured.sameServer(chosen)
        ? GitSource.configured(source.url(), source.ref())
        : chosen;
  }

  /** The token is for the server of the configured library, whatever an import chooses. */
  private GitAccess access(LibrarySource source) {
    return new GitSource(properties.url(), properties.ref()).sameServer(source.git())
        ? new GitAccess(properties.username(), properties.token())
        : GitAccess.NONE;
  }
}
