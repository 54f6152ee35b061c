package dev.caravan.openstack;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How clouds are found and spoken to.
 *
 * @param cloudsFile the standard {@code clouds.yaml}; empty looks where OpenStack's own clients do
 * @param secureFile secrets of those clouds; empty looks for a {@code secure.yaml}
 * @param timeout how long an answer may take
 */
@ConfigurationProperties("caravan.openstack")
public record OpenStackProperties(
    @DefaultValue("") String cloudsFile,
    @DefaultValue("") String secureFile,
    @DefaultValue("60") @DurationUnit(ChronoUnit.SECONDS) Duration timeout) {}
