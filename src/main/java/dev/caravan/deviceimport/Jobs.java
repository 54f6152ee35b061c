package dev.caravan.deviceimport;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.netbox.NetBoxProperties;
import dev.caravan.worker.Step;
import java.util.UUID;

/** Finds the import that a step is of. */
record Jobs(NetBoxProperties netbox, Books books) {

  /** The import that writes, with the locks of what it writes. */
  ImportJob atWork(Step step) {
    ImportJob job = of(step);
    books.locks().require(job);
    return job;
  }

  ImportJob of(Step step) {
    ImportJob job =
        books
            .definitions()
            .job(id(step))
            .orElseThrow(
                () ->
                    PermanentFailure.configuration(
                        "This import was not compared with NetBox: start it anew."));
    if (!job.netbox().equals(netbox.address())) {
      throw PermanentFailure.configuration(
          "This import was compared with %s, but NETBOX_URL says %s now: set it back, or start a new import."
              .formatted(job.netbox(), netbox.address()));
    }
    return job;
  }

  static UUID id(Step step) {
    return UUID.fromString(step.processId());
  }
}
