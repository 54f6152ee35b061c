package dev.caravan.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** What a person may write for a commit: a branch, a tag, the id of a commit or its beginning. */
final class RefChoice {

  private static final Pattern FULL_ID = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern PART_OF_ID = Pattern.compile("[0-9a-f]{7,39}");
  static final String KEPT = "refs/caravan/";

  private final String text;

  RefChoice(String text) {
    this.text = text;
  }

  boolean isFullId() {
    return FULL_ID.matcher(text).matches();
  }

  boolean mayBeId() {
    return isFullId() || PART_OF_ID.matcher(text).matches();
  }

  /** The ref that is meant among those offered: branches before tags, names before ids. */
  Optional<Ref> among(Map<String, Ref> offered) {
    return names().stream()
        .map(offered::get)
        .filter(Objects::nonNull)
        .findFirst()
        .or(() -> mayBeId() ? byId(offered.values()) : Optional.empty());
  }

  private List<String> names() {
    return List.of(text, "refs/heads/" + text, "refs/tags/" + text, "refs/" + text);
  }

  private Optional<Ref> byId(Collection<Ref> offered) {
    return offered.stream().filter(ref -> commitOf(ref).name().startsWith(text)).findFirst();
  }

  /** The commit that a ref offers; an annotated tag stands for the one that it names. */
  static ObjectId commitOf(Ref ref) {
    return ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
  }

  /** Where a ref of the other side is kept on ours. */
  static String kept(String name) {
    return KEPT + name.replaceFirst("^refs/", "");
  }

  static String keptCommit(String id) {
    return KEPT + "commits/" + id;
  }

  /** The commit as it was fetched last, without asking the other side. */
  Optional<ObjectId> keptIn(Repository repository) throws IOException {
    for (String name : names()) {
      Ref ref = repository.exactRef(kept(name));
      if (ref != null) {
        return Optional.of(commit(repository, ref.getObjectId()));
      }
    }
    return mayBeId() ? commitIn(repository) : Optional.empty();
  }

  /** The one commit in the clone whose id begins like this. */
  Optional<ObjectId> commitIn(Repository repository) throws IOException {
    List<ObjectId> found = new ArrayList<>();
    try (ObjectReader reader = repository.newObjectReader()) {
      for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(text))) {
        if (reader.has(id) && reader.open(id).getType() == Constants.OBJ_COMMIT) {
          found.add(id);
        }
      }
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  static ObjectId commit(Repository repository, ObjectId id) throws IOException {
    try (RevWalk commits = new RevWalk(repository)) {
      return commits.parseCommit(id).copy();
    }
  }
}
