package dev.caravan.fabric;

import static dev.caravan.fabric.BodyCheck.blankless;
import static dev.caravan.fabric.BodyCheck.text;

import dev.caravan.failure.InputProblem;
import dev.caravan.git.GitSource;
import dev.caravan.secret.ServerSecret;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
        : secrets.withGitToken(
            ServerSecret.ofNullable(blankless(said.token()), text(said.url(), was.url())));
  }

  /** Whether a token is sent to a repository at all. */
  static boolean takesToken(String url) {
    return url.strip().toLowerCase(Locale.ROOT).startsWith("http");
  }

  /** A token is not sent to another server than it was given for, nor in clear. */
  void checkToken(GitPlace place, Predicate<String> maySend) {
    ServerSecret token = secrets(secretsBefore).gitToken();
    if (token != null && takesToken(place.url())) {
      check.that(
          token.isFor(place.url()),
          "/git/token",
          "must be given again: what is kept was given for another server, and is not sent to this"
              + " one");
      check.that(
          maySend.test(place.url()),
          "/git/url",
          "is plain http, over which no token is sent unless CARAVAN_PLAIN_HTTP_HOSTS names its"
              + " host");
    }
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
