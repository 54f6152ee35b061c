package dev.caravan.deviceimport;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What NetBox's change log says of an object that an import made: that it was this import. */
final class Mark {

  private static final Pattern FORM = Pattern.compile("Caravan import ([0-9a-f-]{36})");

  private Mark() {}

  static String of(UUID process) {
    return "Caravan import " + process;
  }

  /** The import that a message is of; empty for any other message. */
  static Optional<UUID> read(String message) {
    Matcher form = FORM.matcher(message);
    try {
      return form.matches() ? Optional.of(UUID.fromString(form.group(1))) : Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
