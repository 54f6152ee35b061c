package dev.caravan.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Tells which calls may change something. */
final class CallRules {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OBJECT_CHANGES = Set.of("PATCH", "PUT", "DELETE");

  private CallRules() {}

  static boolean changes(HttpServletRequest request) {
    return !READS.contains(request.getMethod());
  }

  /** Whether the address is of the object that the call changes. */
  static boolean changesObject(HttpServletRequest request) {
    return OBJECT_CHANGES.contains(request.getMethod());
  }
}
