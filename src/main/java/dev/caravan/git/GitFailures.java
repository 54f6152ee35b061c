package dev.caravan.git;

import dev.caravan.failure.Failure;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/** Says what a failure of git means to whoever asked for a repository. */
final class GitFailures {

  private static final List<String> REFUSALS =
      List.of("not authorized", "not permitted", "auth fail", "authentication", "cannot log in");

  private GitFailures() {}

  static Failure of(GitSource source, GitKind kind, Exception e, GitLogin login) {
    if (e instanceof Failure known) {
      return known;
    }
    String reason = login.withoutSecrets(reason(source, e));
    if (caused(e, GitDoor.ClosedDoor.class) || reason.contains(GitDoor.REFUSED)) {
      return invalid(
          kind.pointer() + "/url",
          "The %s cannot be fetched: its address %s".formatted(kind.noun(), GitDoor.REFUSED));
    }
    if (caused(e, BoundedRepository.TooLarge.class)) {
      return tooLarge(source, kind, reason, "LIBRARY_MOST_BYTES");
    }
    if (caused(e, TooLargeObjectInPackException.class)) {
      return tooLarge(
          source, kind, "one object of more bytes than are read of it", "LIBRARY_MOST_BYTES");
    }
    if (caused(e, NoRemoteRepositoryException.class) || caused(e, NotSupportedException.class)) {
      return noRepository(source, kind, reason);
    }
    String lower = (rootOf(e).getClass().getSimpleName() + reason).toLowerCase(Locale.ROOT);
    if (REFUSALS.stream().anyMatch(lower::contains)) {
      return PermanentFailure.permission(
          "The %s %s does not let us in: check %s or the ssh key (%s)"
              .formatted(kind.noun(), source.url(), kind.token(), reason));
    }
    return RetryableFailure.integration(
        "The %s %s cannot be fetched: %s".formatted(kind.noun(), source.url(), reason),
        withoutChain(e));
  }

  /** Of a repository that could be read a moment ago: one that is not found hides from writers. */
  static Failure ofPush(GitSource source, GitKind kind, Exception e, GitLogin login) {
    return caused(e, NoRemoteRepositoryException.class) || caused(e, NotSupportedException.class)
        ? refused(source, kind, login.withoutSecrets(reason(source, e)))
        : of(source, kind, e, login);
  }

  static PermanentFailure refused(GitSource source, GitKind kind, String reason) {
    return PermanentFailure.permission(
        "The %s %s refuses the commit: check what %s may write to (%s)"
            .formatted(kind.noun(), source.url(), kind.token(), reason));
  }

  static PermanentFailure tooManyFiles(GitSource source, GitKind kind, int most) {
    return tooLarge(source, kind, "more than %d files".formatted(most), "LIBRARY_MOST_FILES");
  }

  /** It has more than is read of one. */
  static PermanentFailure tooLarge(GitSource source, GitKind kind, String size, String setting) {
    return invalid(
        kind.pointer() + "/url",
        "The %s %s is not read: it has %s; the operator of this node may allow more by %s"
            .formatted(kind.noun(), source.url(), size, setting));
  }

  static PermanentFailure noRepository(GitSource source, GitKind kind, String reason) {
    String message = "There is no git repository or bundle at %s (%s)";
    return invalid(kind.pointer() + "/url", message.formatted(source.url(), reason));
  }

  static PermanentFailure noSuchRef(GitSource source, GitKind kind) {
    String message = "The %s %s has no branch, tag or commit \"%s\"";
    return invalid(
        kind.pointer() + "/ref", message.formatted(kind.noun(), source.url(), source.ref()));
  }

  static PermanentFailure invalid(String pointer, String message) {
    return PermanentFailure.validation(message, List.of(new InputProblem(pointer, message)));
  }

  /** JGit's exceptions carry the address with all that was in it: only their place is kept. */
  private static Throwable withoutChain(Exception e) {
    Throwable kept = new IllegalStateException(e.getClass().getSimpleName());
    kept.setStackTrace(e.getStackTrace());
    return kept;
  }

  /** In words, and with the address as it was given: a relative path tells no folder of ours. */
  private static String reason(GitSource source, Throwable e) {
    Throwable root = rootOf(e);
    String text = root.getMessage() == null ? e.getMessage() : root.getMessage();
    String line = text == null ? "" : text.lines().findFirst().orElse("");
    if (line.isBlank()) {
      return plain(root);
    }
    if (root instanceof UnknownHostException) {
      return "unknown host: " + line;
    }
    String path = source.address().toString();
    return line.replace("file://" + path, source.url()).replace(path, source.url());
  }

  /** {@code SocketTimeoutException} is "socket timeout". */
  private static String plain(Throwable wordless) {
    return wordless
        .getClass()
        .getSimpleName()
        .replaceAll("(Exception|Error)$", "")
        .replaceAll("([a-z])([A-Z])", "$1 $2")
        .toLowerCase(Locale.ROOT);
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }

  private static boolean caused(Throwable e, Class<? extends Throwable> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
