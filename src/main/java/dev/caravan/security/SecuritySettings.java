package dev.caravan.security;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How callers are let in; an empty text means not given.
 *
 * @param jwtSecretKey signs tokens; made at first start where not given
 * @param sessionTimeout how long a token is good for
 * @param encryptionKey seals stored secrets; made at first start where not given
 * @param encryptionKeysBefore open what they sealed, and seal nothing any more
 * @param adminUsername of the first user
 * @param adminPassword of the first user; made and printed once where not given
 * @param bootstrapApiKey an admin key for automation, made at first start where given
 * @param corsOrigins web pages of these origins may call
 * @param openMetrics whether /actuator/prometheus answers without a caller
 * @param openDocs whether the API's documentation answers without a caller
 */
@ConfigurationProperties("caravan.security")
record SecuritySettings(
    @DefaultValue("") String jwtSecretKey,
    @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("3600") Duration sessionTimeout,
    @DefaultValue("") String encryptionKey,
    @DefaultValue List<String> encryptionKeysBefore,
    @DefaultValue("admin") String adminUsername,
    @DefaultValue("") String adminPassword,
    @DefaultValue("") String bootstrapApiKey,
    @DefaultValue List<String> corsOrigins,
    @DefaultValue("false") boolean openMetrics,
    @DefaultValue("true") boolean openDocs) {

  @Override
  public String toString() {
    return "SecuritySettings[secrets not shown]";
  }
}
