package dev.caravan.sandbox.netbox;

/** Which NetBox is imitated, such as 4.4.10. */
record NetBoxVersion(int major, int minor, String full) {

  static NetBoxVersion of(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length < 2) {
      throw new IllegalArgumentException("a NetBox version looks like 4.4.10, not '" + text + "'");
    }
    int major = Integer.parseInt(parts[0]);
    int minor = Integer.parseInt(parts[1]);
    if (major != 4 || minor < 2) {
      throw new IllegalArgumentException("only NetBox 4.2 and newer are imitated, not " + text);
    }
    return new NetBoxVersion(major, minor, text);
  }

  boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  /** Front and rear ports are mapped many to many, and v2 tokens exist. */
  boolean mapsPortsManyToMany() {
    return atLeast(4, 5);
  }

  /** Bulk writes are validated and saved one by one, and name the failed ones. */
  boolean reportsErrorsPerObject() {
    return atLeast(4, 7);
  }

  /** What the header {@code API-Version} says. */
  String api() {
    return major + "." + minor;
  }
}
