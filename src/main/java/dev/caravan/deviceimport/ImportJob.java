package dev.caravan.deviceimport;

import dev.caravan.netbox.NetBoxVersion;
import java.util.UUID;

/**
 * One import and the NetBox that it writes to.
 *
 * @param netbox the address, without a slash at its end
 * @param release what NetBox calls itself, such as {@code 4.7.3}
 * @param commit the library's commit
 * @param library the library's address; empty for imports of before it was kept
 */
record ImportJob(UUID process, String netbox, String release, String commit, String library) {

  /** What goes into NetBox's change log with what this import makes; empty where it keeps none. */
  String mark() {
    return version().atLeast(NetBoxVersion.MESSAGES) ? Mark.of(process) : "";
  }

  NetBoxVersion version() {
    return NetBoxVersion.parse(release).orElse(NetBoxVersion.OLDEST);
  }
}
