package dev.caravan.infrastructure;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a cloud differs from what is recorded.
 *
 * @param kind of resource, such as {@code server}
 * @param name as it is recorded, or as the cloud calls what is not recorded
 * @param problem what is wrong with it
 * @param field what differs, where it is there but changed
 */
record Drift(
    String kind,
    String name,
    @Nullable String openstackId,
    String problem,
    @Nullable String field,
    @Nullable String recorded,
    @Nullable String actual,
    String message) {

  /** What can be wrong. */
  enum Problem {
    /** Recorded, and not there. */
    MISSING,
    /** There, and the cloud says that it is broken. */
    ERROR,
    /** There, and not as it was made. */
    CHANGED,
    /** Not ours, and in the midst of it. */
    FOREIGN,
    /** Carries our mark, and is not recorded. */
    ORPHAN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Drift missing(Resource resource, String message) {
    return of(resource, Problem.MISSING, message);
  }

  static Drift error(Resource resource, String message) {
    return of(resource, Problem.ERROR, message);
  }

  private static Drift of(Resource resource, Problem problem, String message) {
    return new Drift(
        resource.kind().key(),
        resource.name(),
        resource.openstackId(),
        problem.word(),
        null,
        null,
        null,
        message);
  }

  static Drift changed(Resource resource, String field, String recorded, String actual) {
    return new Drift(
        resource.kind().key(),
        resource.name(),
        resource.openstackId(),
        Problem.CHANGED.word(),
        field,
        recorded,
        actual,
        "%s of %s %s was %s and is %s"
            .formatted(field, resource.kind().key(), resource.name(), recorded, actual));
  }

  static Drift foreign(String kind, String name, String id, String message) {
    return new Drift(kind, name, id, Problem.FOREIGN.word(), null, null, null, message);
  }

  static Drift orphan(String kind, String name, String id, String message) {
    return new Drift(kind, name, id, Problem.ORPHAN.word(), null, null, null, message);
  }

  boolean is(Problem other) {
    return problem.equals(other.word());
  }
}
