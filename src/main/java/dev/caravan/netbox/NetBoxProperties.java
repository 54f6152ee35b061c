package dev.caravan.netbox;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.secret.Confidential;
import dev.caravan.secret.ServerSecret;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Where NetBox is and how it is spoken to.
 *
 * @param url its address, such as {@code https://netbox.example.com}; empty when none is configured
 * @param token an API token, v1 or v2
 * @param verifySsl false accepts any certificate
 * @param caFile a PEM file of certificate authorities to trust; empty trusts the system's
 * @param timeout how long an answer may take
 * @param batchSize the most objects in one request
 * @param writers how many requests write at the same time
 */
@ConfigurationProperties("caravan.netbox")
public record NetBoxProperties(
    @DefaultValue("") String url,
    @DefaultValue("") Confidential token,
    @DefaultValue("true") boolean verifySsl,
    @Nullable String caFile,
    @DefaultValue("120") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
    @DefaultValue("500") int batchSize,
    @DefaultValue("4") int writers) {

  /** The token, for this NetBox alone. */
  ServerSecret tokenOfServer() {
    return token.forServer(address());
  }

  /** The address without a slash, or {@code /api}, at its end. */
  public String address() {
    if (url.isBlank()) {
      throw PermanentFailure.configuration(
          "No NetBox is configured: set NETBOX_URL (and NETBOX_TOKEN).");
    }
    return url.strip().replaceAll("/+$", "").replaceAll("/api$", "");
  }
}
