package dev.caravan.library;

import dev.caravan.git.GitFile;

/**
 * A file of a library at a commit.
 *
 * @param file where it is, and the id of its content
 */
public record LibraryFile(GitFile file) {

  /** Its path in the repository. */
  public String path() {
    return file.path();
  }

  /** The top folder, such as {@code device-types}. */
  public String folder() {
    return path().split("/", 2)[0];
  }

  /** The folder two levels up in the tree: the vendor, below {@code device-types} and the like. */
  public String vendor() {
    String[] parts = path().split("/", 3);
    return parts.length < 3 ? "" : parts[1];
  }

  /** Git's id of what is in it: equal for equal bytes. */
  public String content() {
    return file.id();
  }

  /** The name without its folders. */
  public String name() {
    return file.name();
  }
}
