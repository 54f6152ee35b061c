package dev.caravan.git;

import dev.caravan.secret.Confidential;

/**
 * What lets us into a repository over https; over ssh the node's own key does.
 *
 * @param username sent with the token; most hosts accept any
 * @param token secret for the host of the repository alone; empty for a public one
 */
public record GitAccess(String username, Confidential token) {

  /** For repositories that anybody may read. */
  public static final GitAccess NONE = new GitAccess("", "");

  /** By a token as its server gave it out. */
  public GitAccess(String username, String token) {
    this(username, Confidential.of(token));
  }

  boolean isNone() {
    return token.isBlank();
  }

  /** Without the token: it may end up in logs. */
  @Override
  public String toString() {
    return isNone() ? "GitAccess[none]" : "GitAccess[username=%s]".formatted(username);
  }
}
