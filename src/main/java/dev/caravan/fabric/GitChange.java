package dev.caravan.fabric;

import static dev.caravan.fabric.BodyCheck.blankless;
import static dev.caravan.fabric.BodyCheck.text;

import dev.caravan.failure.InputProblem;
import dev.caravan.git.GitSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a body says of the folder in git. */
final class GitChange {

  private final GitPlace was;
  private final FabricSecrets secretsBefore;
  private final FabricBody.@Nullable GitBody said;
  private final BodyCheck check;

  GitChange(
      GitPlace was,
      FabricSecrets secretsBefore,
      FabricBody.@Nullable GitBody said,
      BodyCheck check) {
    this.was = was;
    this.secretsBefore = secretsBefore;
    this.said = said;
    this.check = check;
  }

  /** The same secrets with the token that lets us into git from now on. */
  FabricSecrets secrets(FabricSecrets secrets) {
    return said == null || said.token() == null
        ? secrets
        : secrets.withGitToken(blankless(said.token()));
  }

  /**
   * The folder from now on.
   *
   * @param problemOf what is wrong with a source by its looks
   */
  GitPlace place(Function<GitSource, Optional<InputProblem>> problemOf) {
    if (said == null) {
      return was;
    }
    String path = text(said.path(), was.path()).replaceAll("^/+|/+$", "");
    GitPlace place =
        new GitPlace(
            text(said.url(), was.url()),
            Objects.equals(text(said.ref(), was.ref()), "") ? "HEAD" : text(said.ref(), was.ref()),
            path.equals(".") ? "" : path,
            secrets(secretsBefore).gitToken() != null);
    check.that(
        !List.of(path.split("/", -1)).contains(".."),
        "/git/path",
        "must be a folder of the repository");
    if (!place.url().isEmpty()) {
      problemOf
          .apply(new GitSource(place.url(), place.ref()))
          .ifPresent(problem -> check.that(false, "/git" + problem.pointer(), problem.message()));
    }
    return place;
  }
}
