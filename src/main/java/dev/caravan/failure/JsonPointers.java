package dev.caravan.failure;

/** Builds JSON pointers (RFC 6901), by which problems say where they are. */
public final class JsonPointers {

  private JsonPointers() {}

  /** The pointer of a field of an object. */
  public static String of(String parent, String key) {
    return parent + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  /** The pointer of an item of a list. */
  public static String of(String parent, int index) {
    return parent + "/" + index;
  }
}
