package dev.caravan.library;

import org.eclipse.jgit.lib.ObjectId;

/**
 * A file of a library at a commit.
 *
 * @param path its path in the repository
 * @param id the id of its content
 */
public record LibraryFile(String path, ObjectId id) {

  /** The folder two levels up in the tree: the vendor, below {@code device-types} and the like. */
  public String vendor() {
    String[] parts = path.split("/", 3);
    return parts.length < 3 ? "" : parts[1];
  }

  /** The name without its folders. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
