package dev.caravan.fabric;

/**
 * Where the description is.
 *
 * @param ref branch, tag or commit
 * @param path the folder in it; empty for all of it
 */
record GitPlace(String url, String ref, String path) {

  static final GitPlace NONE = new GitPlace("", "HEAD", "");
}
