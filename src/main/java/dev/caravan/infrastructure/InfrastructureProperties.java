package dev.caravan.infrastructure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long clouds may take for servers, in time that somebody looked, and how much is done unasked.
 *
 * @param buildLimit how long a server may be in the making
 * @param removalLimit how long a server may be on its way out
 * @param removalAskedAgain after how long a server that does not go is asked again
 * @param confirmShare the share of servers above which a change is to be confirmed
 * @param confirmNumber the number of servers above which it is, too
 */
@ConfigurationProperties("caravan.infrastructure")
record InfrastructureProperties(
    @DefaultValue("30m") Duration buildLimit,
    @DefaultValue("15m") Duration removalLimit,
    @DefaultValue("30s") Duration removalAskedAgain,
    @DefaultValue("0.3334") double confirmShare,
    @DefaultValue("5") int confirmNumber) {

  /** Whether so many of all are more than go without being asked for twice. */
  boolean toBeConfirmed(long some, long all) {
    return some > confirmNumber && some > confirmShare * all;
  }
}
