package dev.caravan.git;

import dev.caravan.failure.InputProblem;
import dev.caravan.network.SpecialAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.URIish;

/**
 * Decides which repositories this node reads. What its operator has configured is trusted; what a
 * form or a request names is a public https address, or one that the operator allows. Whatever is
 * refused is refused in the same words, so that nobody learns what there is.
 */
final class GitDoor {

  static final String REFUSED =
      "is no address that this node reads: it takes public https addresses, and what its operator"
          + " allows (LIBRARY_SCHEMES, LIBRARY_HOSTS)";

  private static final Pattern PORT = Pattern.compile("[a-z+]+://[^/?#]*:([0-9]+)(?:[/?#].*)?");
  private static final int LAST_PORT = 65535;

  /** What one reader takes for the end of a host and another does not. */
  private static final Pattern AMBIGUOUS = Pattern.compile("[\\\\#\\s\\p{Cntrl}]");

  private static final String ANY = "*";

  private final GitProperties properties;

  GitDoor(GitProperties properties) {
    this.properties = properties;
  }

  /** What is wrong with a source; its host is looked up, and nothing is sent to it. */
  Optional<InputProblem> problem(GitSource source, GitKind kind) {
    Optional<String> wrong = wrongWithUrl(source, kind);
    if (wrong.isPresent()) {
      return wrong.map(message -> new InputProblem(kind.pointer() + "/url", message));
    }
    String ref = source.ref();
    boolean name = Repository.isValidRefName("refs/heads/" + ref) && !ref.startsWith("-");
    return name
        ? Optional.empty()
        : Optional.of(
            new InputProblem(
                kind.pointer() + "/ref", "is no branch, tag or commit: \"" + ref + "\""));
  }

  private Optional<String> wrongWithUrl(GitSource source, GitKind kind) {
    if (!source.trusted() && AMBIGUOUS.matcher(source.url()).find()) {
      return Optional.of(REFUSED);
    }
    try {
      URIish address = new URIish(source.url());
      if (address.getPass() != null || (address.getUser() != null && GitSource.isHttp(address))) {
        return Optional.of("holds credentials: give them as %s instead".formatted(kind.token()));
      }
      if (!portIsOne(source.url(), address)) {
        return Optional.of("has a port that is none: ports end at " + LAST_PORT);
      }
      return allowed(source, address) ? Optional.empty() : Optional.of(REFUSED);
    } catch (URISyntaxException e) {
      return Optional.of(GitSource.NO_ADDRESS);
    }
  }

  private static boolean portIsOne(String url, URIish address) {
    var port = PORT.matcher(url);
    boolean tooLong = port.matches() && port.group(1).length() > 5;
    return !tooLong && address.getPort() <= LAST_PORT && address.getPort() != 0;
  }

  private boolean allowed(GitSource source, URIish address) {
    String scheme = GitSource.scheme(address).toLowerCase(Locale.ROOT);
    if (source.trusted()) {
      return scheme.equals("file") || properties.schemes().contains(scheme);
    }
    if (!properties.schemes().contains(scheme)) {
      return false;
    }
    String host = address.getHost();
    return switch (scheme) {
      case "file" -> true;
      case "https" -> host != null && (isListed(host) || leadsToThePublic(host));
      default -> host != null && isListed(host);
    };
  }

  private boolean isListed(String host) {
    return properties.hosts().contains(ANY)
        || properties.hosts().stream().anyMatch(host::equalsIgnoreCase);
  }

  private static boolean leadsToThePublic(String host) {
    try {
      String plain = host.replaceAll("^\\[|]$", "");
      for (InetAddress address : InetAddress.getAllByName(plain)) {
        if (SpecialAddresses.objectionTo(address).isPresent()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException nowhere) {
      return false;
    }
  }

  /**
   * A connection is about to be made, perhaps by a redirect.
   *
   * @throws ClosedDoor where the source may not lead there
   */
  void requireOpen(GitSource source, URL to) throws IOException {
    if (!source.trusted()) {
      String scheme = to.getProtocol().toLowerCase(Locale.ROOT);
      boolean listed = isListed(to.getHost()) && properties.schemes().contains(scheme);
      if (!listed && !scheme.equals("https")) {
        throw new ClosedDoor();
      }
    }
  }

  /**
   * The address that a connection really goes to, which may be another than the one that was looked
   * up before.
   */
  void requireOpen(String host, InetAddress address) throws IOException {
    if (!isListed(host) && SpecialAddresses.objectionTo(address).isPresent()) {
      throw new ClosedDoor();
    }
  }

  /** A connection that is not made. */
  static final class ClosedDoor extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedDoor() {
      super(REFUSED);
    }
  }
}
