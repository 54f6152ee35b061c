package dev.caravan.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

  /**
   * Reads what {@link #encodedFor} wrote for the same list; anything else is a validation failure.
   */
  public static Cursor decode(String encoded, String list) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(encoded);
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      List<String> parts = List.of(text.split(SEPARATOR, -1));
      if (Texts.flawOf(text).isEmpty() && parts.get(0).equals(nameOf(list))) {
        return new Cursor(parts.subList(1, parts.size()));
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // said below
    }
    throw unreadable();
  }

  /**
   * The form that goes into a link.
   *
   * @param list the address of the list that it is for; its query does not matter
   */
  public String encodedFor(String list) {
    String text = nameOf(list) + SEPARATOR + String.join(SEPARATOR, parts);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static String nameOf(String list) {
    return Integer.toHexString(list.replaceFirst("\\?.*", "").hashCode());
  }

  public String text(int index) {
    return part(index, Function.identity());
  }

  public Instant instant(int index) {
    return part(index, Times::parse);
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
