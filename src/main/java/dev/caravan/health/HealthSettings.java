package dev.caravan.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How health is looked at.
 *
 * @param checkEvery how often the components are looked at
 * @param countEvery how often processes and steps are counted for the metrics
 * @param leastFree how much room there should be where data is kept
 * @param patience how long a component may take to answer
 */
@ConfigurationProperties("caravan.health")
record HealthSettings(
    @DefaultValue("30s") Duration checkEvery,
    @DefaultValue("15s") Duration countEvery,
    @DefaultValue("5s") Duration patience,
    @DefaultValue("256MB") DataSize leastFree) {}
