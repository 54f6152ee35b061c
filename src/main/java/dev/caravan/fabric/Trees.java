package dev.caravan.fabric;

import dev.caravan.git.GitSnapshot;
import org.jspecify.annotations.Nullable;

/** Tells whether what was read of git is what git has now. */
final class Trees {

  /** What was read by other rules is read again. */
  private static final String READER = "4:";

  private final String alone;
  private final String linked;

  /**
   * Of a commit.
   *
   * @param path as the fabric names it
   * @param folder where that is
   */
  Trees(GitSnapshot snapshot, String path, String folder, String namespace) {
    String tree = READER + path + ":" + snapshot.treeId(folder);
    this.alone = tree + ":" + namespace;
    this.linked = tree + ":" + snapshot.treeId("") + ":" + namespace;
  }

  /** Whether a record is of them. */
  boolean areOf(@Nullable String record) {
    return alone.equals(record) || linked.equals(record);
  }

  /**
   * What goes on record.
   *
   * @param links whether any lead out of the folder: all of the repository counts then
   */
  String with(boolean links) {
    return links ? linked : alone;
  }
}
