package dev.caravan.git;

import java.io.File;
import java.util.List;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** How repositories over ssh let us in: by the key of this node. */
@Component
final class GitSsh implements DisposableBean {

  private final SshdSessionFactory sessions;

  GitSsh(GitProperties properties) {
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
    this.sessions = builder.build(new JGitKeyCache());
  }

  void use(Transport transport) {
    if (transport instanceof SshTransport channel) {
      channel.setSshSessionFactory(sessions);
    }
  }

  @Override
  public void destroy() {
    sessions.close();
  }
}
