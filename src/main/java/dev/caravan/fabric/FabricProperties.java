package dev.caravan.fabric;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fabrics are kept in sync.
 *
 * @param runsKeptFor how long runs are kept; of each fabric the last hundred stay
 * @param planHoldsFor how old lists may be that anything is changed or captured by
 * @param deletionsUnasked how many objects a run may delete without being asked for, however few
 *     there are
 * @param deletionShareUnasked which share of what a fabric has applied, where that is more
 */
@ConfigurationProperties("caravan.fabric")
record FabricProperties(
    @DefaultValue("7d") Duration runsKeptFor,
    @DefaultValue("5m") Duration planHoldsFor,
    @DefaultValue("5") int deletionsUnasked,
    @DefaultValue("0.33333334") double deletionShareUnasked) {

  /** Whether so many deletions are to be wished for by a person. */
  boolean areMany(long deletions, long applied) {
    return deletions > deletionsUnasked && deletions > deletionShareUnasked * applied;
  }
}
