package dev.caravan.git;

/**
 * A file of a repository at a commit.
 *
 * @param path its path in the repository
 * @param id the id of its content: equal ids are equal bytes
 */
public record GitFile(String path, String id) {

  /** The name without its folders. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
