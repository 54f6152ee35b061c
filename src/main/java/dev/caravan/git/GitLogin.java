package dev.caravan.git;

import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** The token of one repository, shown to its own server alone. */
final class GitLogin {

  private final URIish own;
  private final GitAccess access;
  private final TokenSafeConnections connections;

  GitLogin(GitSource source, GitAccess access, GitDoor door) {
    this.own = source.address();
    this.access = access;
    this.connections = new TokenSafeConnections(source, door);
  }

  Optional<CredentialsProvider> credentials() {
    return access.isNone() || !GitSource.isHttp(own)
        ? Optional.empty()
        : Optional.of(new TokenForOneHost());
  }

  void use(Transport transport) {
    if (transport instanceof TransportHttp http) {
      http.setHttpConnectionFactory(connections);
    }
  }

  /** A message of somebody else's making without the token. */
  String withoutSecrets(String message) {
    String shown = message.replaceAll("://[^/@\\s]*@", "://");
    return access.isNone() ? shown : shown.replace(access.token().reveal(), "***");
  }

  /** Not asked for by a server that a redirect led to. */
  private final class TokenForOneHost extends UsernamePasswordCredentialsProvider {

    TokenForOneHost() {
      super(access.username(), access.token().reveal());
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
      return GitSource.sameServer(own, uri) && super.get(uri, items);
    }
  }
}
