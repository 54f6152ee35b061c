package dev.caravan.library;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;

/**
 * A library: where its git repository or bundle is, and which branch, tag or commit of it.
 *
 * @param url a path, or a URL of scheme file, https or ssh
 * @param ref branch, tag, or commit id of at least seven digits
 */
public record LibrarySource(String url, String ref) {

  /** What the other side calls its own default. */
  static final String DEFAULT_BRANCH = "HEAD";

  public LibrarySource {
    url = url.strip();
    ref = ref.strip();
  }

  /** What is wrong with it by its looks, before anything is reached. */
  public Optional<InputProblem> problem(Set<String> schemes) {
    try {
      URIish address = new URIish(url);
      if (!schemes.contains(scheme(address))) {
        String message = "scheme %s is not among those allowed: %s (LIBRARY_SCHEMES)";
        return at("/library/url", message.formatted(scheme(address), String.join(", ", schemes)));
      }
      if (address.getPass() != null || (address.getUser() != null && isHttp(address))) {
        return at("/library/url", "holds credentials: give them as LIBRARY_TOKEN instead");
      }
    } catch (URISyntaxException e) {
      return at("/library/url", "is no git URL and no path");
    }
    return ref.isEmpty() || ref.startsWith("-") || ref.contains("..") || ref.matches(".*\\s.*")
        ? at("/library/ref", "is no branch, tag or commit: \"" + ref + "\"")
        : Optional.empty();
  }

  private static Optional<InputProblem> at(String pointer, String message) {
    return Optional.of(new InputProblem(pointer, message));
  }

  private static boolean isHttp(URIish address) {
    return scheme(address).startsWith("http");
  }

  private static String scheme(URIish address) {
    if (address.getScheme() != null) {
      return address.getScheme();
    }
    return address.getHost() == null ? "file" : "ssh";
  }

  URIish address() {
    try {
      URIish address = new URIish(url);
      return address.getScheme() == null && address.getHost() == null
          ? new URIish(Path.of(url).toAbsolutePath().normalize().toString())
          : address;
    } catch (URISyntaxException e) {
      throw PermanentFailure.validation(
          "The library cannot be fetched",
          List.of(new InputProblem("/library/url", "is no git URL and no path")));
    }
  }

  /** A short name of the repository for folders and cache keys. */
  String repositoryKey() {
    return hash(address().toString().replaceFirst("/+$", ""));
  }

  /** The same for repository and ref. */
  String key() {
    return repositoryKey() + ":" + hash(ref);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
