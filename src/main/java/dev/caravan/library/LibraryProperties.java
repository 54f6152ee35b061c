package dev.caravan.library;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The library that imports read where they name no other, and how libraries are reached.
 *
 * @param url its git URL
 * @param ref branch, tag or commit
 * @param username sent with the token over https; most hosts accept any
 * @param token secret for the host of {@code url}, sent to no other; empty for a public library
 * @param sshKey private key file for ssh; empty for those of the user's own ~/.ssh
 * @param knownHosts file of ssh hosts that are trusted; empty for the user's own
 * @param schemes URL schemes that a library may have; {@code file} stands for paths too
 * @param timeout how long the other side may stay silent
 * @param freshFor how long a vendor list counts as new; after that it is still shown, and renewed
 * @param vendorsKeptFor how long the vendor list of a commit is kept
 * @param warmUp whether the library is fetched in the background at start
 */
@ConfigurationProperties("caravan.library")
public record LibraryProperties(
    String url,
    String ref,
    String username,
    String token,
    String sshKey,
    String knownHosts,
    Set<String> schemes,
    Duration timeout,
    Duration freshFor,
    Duration vendorsKeptFor,
    boolean warmUp) {

  public LibraryProperties {
    schemes = Set.copyOf(schemes);
  }

  /** The library that an import without its own choice reads. */
  public LibrarySource source() {
    return source(null, null);
  }

  /** The library of a choice; what is left out comes from the configuration. */
  public LibrarySource source(@Nullable String otherUrl, @Nullable String otherRef) {
    if (otherUrl == null || otherUrl.isBlank()) {
      return new LibrarySource(url, chosen(otherRef, ref));
    }
    return new LibrarySource(otherUrl, chosen(otherRef, LibrarySource.DEFAULT_BRANCH));
  }

  private static String chosen(@Nullable String choice, String usual) {
    return choice == null || choice.isBlank() ? usual : choice;
  }

  Optional<Path> sshKeyFile() {
    return sshKey.isBlank() ? Optional.empty() : Optional.of(Path.of(sshKey.strip()));
  }

  Optional<Path> knownHostsFile() {
    return knownHosts.isBlank() ? Optional.empty() : Optional.of(Path.of(knownHosts.strip()));
  }

  /** Without the token: configuration ends up in logs. */
  @Override
  public String toString() {
    return "LibraryProperties[url=%s, ref=%s]".formatted(url, ref);
  }
}
