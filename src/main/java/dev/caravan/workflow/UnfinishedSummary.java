package dev.caravan.workflow;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a module can say of a run of its workflow that was cancelled or has failed before it said so
 * itself; every bean of this type is asked for its own workflow.
 */
public interface UnfinishedSummary {

  /** The name of the workflow. */
  String workflow();

  /** What the run did and what it left; empty when it did nothing yet. */
  Optional<Map<String, Object>> of(UUID process);
}
