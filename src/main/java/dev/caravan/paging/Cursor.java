package dev.caravan.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where a page ended: the sort key of its last row, opaque to callers.
 *
 * @param parts the values of the sort key, in the order in which the list is sorted
 */
public record Cursor(List<String> parts) {

  private static final String SEPARATOR = "\u001f";

  public Cursor {
    parts = List.copyOf(parts);
  }

  /** The cursor of a row, from the values that the list is sorted by. */
  public static Cursor of(Object... parts) {
    return new Cursor(Arrays.stream(parts).map(Object::toString).toList());
  }

  /** Reads what {@link #encoded()} wrote; anything else is a validation failure. */
  public static Cursor decode(String encoded) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(encoded), UTF_8);
      return new Cursor(List.of(text.split(SEPARATOR, -1)));
    } catch (IllegalArgumentException e) {
      throw unreadable();
    }
  }

  /** The form that goes into a link. */
  public String encoded() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, parts).getBytes(UTF_8));
  }

  public String text(int index) {
    return part(index, Function.identity());
  }

  public Instant instant(int index) {
    return part(index, Instant::parse);
  }

  public UUID uuid(int index) {
    return part(index, UUID::fromString);
  }

  public long number(int index) {
    return part(index, Long::valueOf);
  }

  private <T> T part(int index, Function<String, T> reader) {
    if (index >= parts.size()) {
      throw unreadable();
    }
    try {
      return reader.apply(parts.get(index));
    } catch (RuntimeException e) {
      throw unreadable();
    }
  }

  private static PermanentFailure unreadable() {
    String message = "is not a cursor of this list: follow the `next` link as it was given";
    return PermanentFailure.validation(
        "The query has a problem", List.of(new InputProblem("/cursor", message)));
  }
}
