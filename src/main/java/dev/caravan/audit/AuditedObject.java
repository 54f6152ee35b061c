package dev.caravan.audit;

import dev.caravan.security.Caller;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call acted on, read from its address, or from that of what it made. */
record AuditedObject(@Nullable String type, @Nullable String id) {

  private static final String BASE = "/api/v1/";
  private static final Pattern SLASH = Pattern.compile("/");
  private static final int LONGEST = 100;

  static AuditedObject of(String path, @Nullable String location) {
    if (!path.startsWith(BASE)) {
      return new AuditedObject(null, null);
    }
    List<String> called = segments(path);
    List<String> made = location == null ? called : segments(location);
    // What a collection's POST made is the object; a start's Location is of the process, which has
    // entries of its own.
    List<String> named = called.size() == 1 && made.size() > 1 ? made : called;
    return new AuditedObject(cut(named.get(0)), named.size() > 1 ? cut(named.get(1)) : null);
  }

  /** A caller's own password and the like are of its user. */
  AuditedObject orOwn(@Nullable Caller caller) {
    return "auth".equals(type) && caller != null
        ? new AuditedObject("users", caller.id().toString())
        : this;
  }

  private static List<String> segments(String path) {
    String rest = path.startsWith(BASE) ? path.substring(BASE.length()) : path;
    return SLASH.splitAsStream(rest).toList();
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(LONGEST, text.length()));
  }
}
