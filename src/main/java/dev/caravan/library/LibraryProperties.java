package dev.caravan.library;

import dev.caravan.git.GitSource;
import dev.caravan.secret.Confidential;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The library that imports read where they name no other.
 *
 * @param url its git URL
 * @param ref branch, tag or commit
 * @param username sent with the token over https; most hosts accept any
 * @param token secret for the host of {@code url}, sent to no other; empty for a public library
 * @param freshFor how long a vendor list counts as new; after that it is still shown, and renewed
 * @param vendorsKeptFor how long the vendor list of a commit is kept
 * @param warmUp whether the library is fetched in the background at start
 */
@ConfigurationProperties("caravan.library")
public record LibraryProperties(
    String url,
    String ref,
    String username,
    Confidential token,
    Duration freshFor,
    Duration vendorsKeptFor,
    boolean warmUp) {

  /** The library that an import without its own choice reads. */
  public LibrarySource source() {
    return source(null, null);
  }

  /** The library of a choice; what is left out comes from the configuration. */
  public LibrarySource source(@Nullable String otherUrl, @Nullable String otherRef) {
    if (otherUrl == null || otherUrl.isBlank()) {
      return new LibrarySource(url, chosen(otherRef, ref));
    }
    return new LibrarySource(otherUrl, chosen(otherRef, GitSource.DEFAULT_BRANCH));
  }

  private static String chosen(@Nullable String choice, String usual) {
    return choice == null || choice.isBlank() ? usual : choice;
  }

  /** Without the token: configuration ends up in logs. */
  @Override
  public String toString() {
    return "LibraryProperties[url=%s, ref=%s]".formatted(url, ref);
  }
}
