package dev.caravan.fabric;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fabrics are kept in sync.
 *
 * @param runsKeptFor how long runs are kept; of each fabric the last hundred stay
 */
@ConfigurationProperties("caravan.fabric")
record FabricProperties(@DefaultValue("7d") Duration runsKeptFor) {}
