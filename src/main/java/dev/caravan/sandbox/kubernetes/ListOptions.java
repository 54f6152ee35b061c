package dev.caravan.sandbox.kubernetes;

import dev.caravan.sandbox.http.Query;
import java.util.Set;

/**
 * The parameters of a list or watch.
 *
 * @param resourceVersion 0 for any; below 0 if none is given
 * @param match how the resource version is meant, or empty
 * @param timeoutSeconds of a watch; 0 if none is given
 */
record ListOptions(
    long limit,
    String token,
    long resourceVersion,
    String match,
    String labelSelector,
    String fieldSelector,
    boolean bookmarks,
    boolean initialEvents,
    long timeoutSeconds) {

  static ListOptions of(Query query, boolean watch) {
    ListOptions options =
        new ListOptions(
            number(query, "limit"),
            query.last("continue").orElse(""),
            version(query, watch),
            query.last("resourceVersionMatch").orElse(""),
            query.last("labelSelector").orElse(""),
            query.last("fieldSelector").orElse(""),
            is(query, "allowWatchBookmarks"),
            is(query, "sendInitialEvents"),
            number(query, "timeoutSeconds"));
    if (watch) {
      options.checkWatch();
    } else {
      options.checkList();
    }
    return options;
  }

  private static boolean is(Query query, String name) {
    return query.last(name).filter(text -> text.matches("true|1")).isPresent();
  }

  private static long number(Query query, String name) {
    String text = query.last(name).filter(given -> !given.isEmpty()).orElse("0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }

  /** What no number is, is 400 for a list and 500 for a watch, as it really is. */
  private static long version(Query query, boolean watch) {
    String text = query.last("resourceVersion").orElse("");
    if (text.isEmpty()) {
      return -1;
    }
    if (text.matches("\\d{1,18}")) {
      return Long.parseLong(text);
    }
    String words =
        "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
            .formatted(text, text);
    throw watch ? Refusal.of(500, words) : Refusal.badRequest("invalid resource version: " + words);
  }

  private void checkList() {
    if (initialEvents) {
      throw forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
    }
    if (!Set.of("", "Exact", "NotOlderThan").contains(match)) {
      String supported = "\"Exact\", \"NotOlderThan\", \"\"";
      throw Refusal.option(
          "ListOptions", Cause.unsupported("resourceVersionMatch", "\"" + match + "\"", supported));
    }
    if (!match.isEmpty() && resourceVersion < 0) {
      throw forbidden(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    if (match.equals("Exact") && resourceVersion == 0) {
      throw forbidden(
          "resourceVersionMatch",
          "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
    }
    if (!token.isEmpty() && resourceVersion > 0) {
      throw Refusal.badRequest("specifying resource version is not allowed when using continue");
    }
  }

  private void checkWatch() {
    if (initialEvents && !match.equals("NotOlderThan")) {
      throw forbidden(
          "resourceVersionMatch",
          "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    if (!initialEvents && !match.isEmpty()) {
      throw forbidden(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    }
  }

  private static Refused forbidden(String field, String words) {
    return Refusal.option("ListOptions", Cause.forbidden(field, words));
  }

  /** Whether the list is to be as it was, not as it is. */
  boolean exact() {
    return match.equals("Exact") || (match.isEmpty() && limit > 0 && resourceVersion > 0);
  }
}
