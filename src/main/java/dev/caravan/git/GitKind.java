package dev.caravan.git;

import java.util.List;

/**
 * What a kind of repositories is called where one fails, and what is read of it.
 *
 * @param noun what messages call it
 * @param home the folder of its clones, below the data folder
 * @param pointer JSON pointer of the object that holds {@code url} and {@code ref}; empty for the
 *     input itself
 * @param token what messages call the secret that opens it
 * @param folders top folders that are read; none for everything
 */
public record GitKind(
    String noun, String home, String pointer, String token, List<String> folders) {

  /** Any repository, read as a whole. */
  public static final GitKind REPOSITORY =
      new GitKind("repository", "repositories", "", "its token", List.of());

  public GitKind {
    folders = List.copyOf(folders);
  }
}
