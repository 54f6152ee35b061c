package dev.caravan.library;

import java.io.File;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** How private libraries let us in: a token for one https host, a key for ssh. */
@Component
final class GitLogin implements DisposableBean {

  private final LibraryProperties properties;
  private final SshdSessionFactory ssh;

  GitLogin(LibraryProperties properties) {
    this.properties = properties;
    this.ssh = ssh(properties);
  }

  private static SshdSessionFactory ssh(LibraryProperties properties) {
    File home = new File(System.getProperty("user.home"));
    SshdSessionFactoryBuilder builder =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(home)
            .setSshDirectory(new File(home, ".ssh"))
            .setPreferredAuthentications("publickey");
    properties.sshKeyFile().ifPresent(key -> builder.setDefaultIdentities(dir -> List.of(key)));
    properties
        .knownHostsFile()
        .ifPresent(file -> builder.setDefaultKnownHostsFiles(dir -> List.of(file)));
    return builder.build(new JGitKeyCache());
  }

  /** The token, where it is meant for this host. */
  Optional<CredentialsProvider> forHost(URIish address) {
    return properties.token().isBlank() || !meantFor(address)
        ? Optional.empty()
        : Optional.of(new TokenForOneHost());
  }

  void useSsh(Transport transport) {
    if (transport instanceof SshTransport channel) {
      channel.setSshSessionFactory(ssh);
    }
  }

  /** A message of somebody else's making without the token. */
  String withoutSecrets(String message) {
    String shown = message.replaceAll("://[^/@\\s]*@", "://");
    return properties.token().isBlank() ? shown : shown.replace(properties.token(), "***");
  }

  private boolean meantFor(URIish address) {
    try {
      URIish own = new URIish(properties.url());
      return own.getHost() != null
          && own.getHost().equalsIgnoreCase(address.getHost())
          && Objects.equals(own.getScheme(), address.getScheme())
          && own.getPort() == address.getPort();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @Override
  public void destroy() {
    ssh.close();
  }

  /** Does not follow a redirect to elsewhere. */
  private final class TokenForOneHost extends UsernamePasswordCredentialsProvider {

    TokenForOneHost() {
      super(properties.username(), properties.token());
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
      return meantFor(uri) && super.get(uri, items);
    }
  }
}
