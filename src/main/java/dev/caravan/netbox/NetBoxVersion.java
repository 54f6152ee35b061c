package dev.caravan.netbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of NetBox, as {@code /api/status/} says it. */
public record NetBoxVersion(int major, int minor) implements Comparable<NetBoxVersion> {

  /** The oldest release that the import speaks to. */
  public static final NetBoxVersion OLDEST = new NetBoxVersion(4, 2);

  /** Since this release a front port maps to any number of rear positions. */
  public static final NetBoxVersion PORT_MAPPINGS = new NetBoxVersion(4, 5);

  /** Since this release the change log keeps a message with each change. */
  public static final NetBoxVersion MESSAGES = new NetBoxVersion(4, 4);

  /** Since this release interfaces are within others, and bays and modules have types that fit. */
  public static final NetBoxVersion NESTED = new NetBoxVersion(4, 7);

  private static final Pattern FORM = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})([.\\-+_].*)?");

  /** Reads {@code 4.7.3} and the like; empty when it is none. */
  public static Optional<NetBoxVersion> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches()
        ? Optional.of(
            new NetBoxVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  public boolean atLeast(NetBoxVersion other) {
    return compareTo(other) >= 0;
  }

  /** Whether a front port holds a list of mappings rather than one rear port. */
  public boolean mapsManyPorts() {
    return atLeast(PORT_MAPPINGS);
  }

  @Override
  public int compareTo(NetBoxVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
