package dev.caravan.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.UploadPack;

/** A git server over ssh that lets one key in. */
public final class GitOverSsh implements AutoCloseable {

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair hostKey;

  public GitOverSsh(Repository repository, KeyPair hostKey, PublicKey let) throws IOException {
    this.hostKey = hostKey;
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(List.of(hostKey)));
    server.setPublickeyAuthenticator((user, key, session) -> key.equals(let));
    server.setCommandFactory((channel, command) -> new Upload(command, repository));
    server.start();
  }

  public String url() {
    return "ssh://git@127.0.0.1:%d/library.git".formatted(server.getPort());
  }

  public void writeKnownHosts(Path file) throws IOException {
    String key = PublicKeyEntry.toString(hostKey.getPublic());
    Files.writeString(file, "[127.0.0.1]:%d %s%n".formatted(server.getPort(), key));
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private static final class Upload extends AbstractCommandSupport {

    private final Repository repository;

    Upload(String command, Repository repository) {
      super(command, null);
      this.repository = repository;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
      super.start(channel, environment);
    }

    @Override
    public void run() {
      try (UploadPack pack = new UploadPack(repository)) {
        pack.upload(getInputStream(), getOutputStream(), getErrorStream());
        onExit(0);
      } catch (IOException e) {
        onExit(1, e.getMessage());
      }
    }
  }
}
