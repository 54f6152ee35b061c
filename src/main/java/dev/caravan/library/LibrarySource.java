package dev.caravan.library;

import dev.caravan.git.GitSource;

/**
 * A library: where its git repository or bundle is, and which branch, tag or commit of it.
 *
 * @param url a path, or a URL of scheme file, https or ssh
 * @param ref branch, tag, or commit id of at least seven digits
 */
public record LibrarySource(String url, String ref) {

  public LibrarySource {
    url = url.strip();
    ref = ref.strip();
  }

  GitSource git() {
    return new GitSource(url, ref);
  }

  /** A short name of the repository for cache keys. */
  String repositoryKey() {
    return git().repositoryKey();
  }

  /** The same for repository and ref. */
  String key() {
    return git().key();
  }
}
