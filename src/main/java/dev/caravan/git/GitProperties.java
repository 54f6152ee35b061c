package dev.caravan.git;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How git repositories are reached.
 *
 * @param sshKey private key file for ssh; empty for those of the user's own ~/.ssh
 * @param knownHosts file of ssh hosts that are trusted; empty for the user's own
 * @param schemes URL schemes that a repository may have; {@code file} stands for paths too
 * @param hosts those that may be on private addresses, or be reached by ssh with the node's key,
 *     when others than the operator of the node name them; {@code *} for any
 * @param timeout how long the other side may stay silent
 * @param mostFiles how many files a repository may have, of those that are read
 * @param mostBytes how large these may be together
 * @param clonesKeptFor how long a clone is kept that nothing names any more
 */
@ConfigurationProperties("caravan.git")
record GitProperties(
    String sshKey,
    String knownHosts,
    Set<String> schemes,
    Set<String> hosts,
    Duration timeout,
    int mostFiles,
    DataSize mostBytes,
    Duration clonesKeptFor) {

  GitProperties {
    schemes = Set.copyOf(schemes);
    hosts = hosts == null ? Set.of() : Set.copyOf(hosts);
  }

  Optional<Path> sshKeyFile() {
    return sshKey.isBlank() ? Optional.empty() : Optional.of(Path.of(sshKey.strip()));
  }

  Optional<Path> knownHostsFile() {
    return knownHosts.isBlank() ? Optional.empty() : Optional.of(Path.of(knownHosts.strip()));
  }
}
