package dev.caravan.git;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.transport.URIish;

/**
 * Where a git repository or bundle is, and which branch, tag or commit of it.
 *
 * @param url a path, or a URL of scheme file, https or ssh
 * @param ref branch, tag, or commit id of at least seven digits
 * @param trusted whether the operator of this node chose it
 */
public record GitSource(String url, String ref, boolean trusted) {

  /** What the other side calls its own default. */
  public static final String DEFAULT_BRANCH = "HEAD";

  static final String NO_ADDRESS = "is no git URL and no path";

  public GitSource {
    url = url.strip();
    ref = ref.strip();
  }

  /**
   * One that somebody names who is not the operator of this node.
   *
   * @see #configured
   */
  public GitSource(String url, String ref) {
    this(url, ref, false);
  }

  /** One that the operator of this node has configured, or on the same server: it is trusted. */
  public static GitSource configured(String url, String ref) {
    return new GitSource(url, ref, true);
  }

  /** The same repository at one of its commits. */
  GitSource at(String commit) {
    return new GitSource(url, commit, trusted);
  }

  /** Whether both are one repository, whatever the ref. */
  public boolean sameRepository(GitSource other) {
    return place().equals(other.place());
  }

  /** Whether both are on one server: what lets us in to one may be shown to the other. */
  public boolean sameServer(GitSource other) {
    try {
      return sameServer(new URIish(url), new URIish(other.url));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static boolean sameServer(URIish one, URIish other) {
    return one.getHost() != null
        && one.getHost().equalsIgnoreCase(other.getHost())
        && Objects.equals(one.getScheme(), other.getScheme())
        && one.getPort() == other.getPort();
  }

  static boolean isHttp(URIish address) {
    return scheme(address).startsWith("http");
  }

  static String scheme(URIish address) {
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
          "The repository cannot be fetched", List.of(new InputProblem("/url", NO_ADDRESS)));
    }
  }

  /** A short name of the repository for folders and cache keys. */
  public String repositoryKey() {
    return hash(place());
  }

  /** The same for repository and ref. */
  public String key() {
    return repositoryKey() + ":" + hash(ref);
  }

  /**
   * The name of the clone that this access fetches. All that a token opened is apart from what
   * anybody may read; which token it was does not matter here.
   *
   * @see Admission
   */
  String cloneKey(GitAccess access) {
    return shows(access) ? privateKey() : repositoryKey();
  }

  /** The name of the clone of all that a token opened. */
  String privateKey() {
    return hash(place() + "\nprivate");
  }

  /** Whether the server is shown the access. */
  boolean shows(GitAccess access) {
    return !access.isNone() && isHttp(address());
  }

  private String place() {
    return address().toString().replaceFirst("/+$", "");
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
