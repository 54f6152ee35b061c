package dev.caravan.fabric;

/**
 * Where the description is.
 *
 * @param ref branch, tag or commit
 * @param path the folder in it; empty for all of it
 * @param hasToken whether a token lets us in
 */
record GitPlace(String url, String ref, String path, boolean hasToken) {

  static final GitPlace NONE = new GitPlace("", "HEAD", "", false);
}
