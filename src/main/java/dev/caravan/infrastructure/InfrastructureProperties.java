package dev.caravan.infrastructure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long clouds may take for servers, in time that somebody looked.
 *
 * @param buildLimit how long a server may be in the making
 * @param removalLimit how long a server may be on its way out
 * @param removalAskedAgain after how long a server that does not go is asked again
 */
@ConfigurationProperties("caravan.infrastructure")
record InfrastructureProperties(
    @DefaultValue("30m") Duration buildLimit,
    @DefaultValue("15m") Duration removalLimit,
    @DefaultValue("30s") Duration removalAskedAgain) {}
