package dev.caravan.deviceimport;

import dev.caravan.netbox.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * What imports last sent as an image of a type.
 *
 * @param content git's id of the bytes that NetBox has; null where it is not known that any came
 * @param image the path that NetBox gave them
 * @param stamp NetBox's time of creation of the device type or attachment
 * @param sending whether something was sent, nobody knows with what success
 */
record WrittenImage(
    TypeKind kind,
    long typeId,
    String slot,
    @Nullable String content,
    @Nullable String image,
    @Nullable String stamp,
    boolean sending) {

  boolean isOf(Image other) {
    return kind == other.kind() && typeId == other.typeId() && slot.equals(other.slot());
  }

  /** Whether NetBox still has it. */
  boolean is(HeldImage held) {
    return held.path().equals(image) && isOfObject(held);
  }

  /** Whether it is about the object itself, and not about another that had its number. */
  boolean isOfObject(HeldImage held) {
    return stamp == null || stamp.equals(held.stamp());
  }
}
