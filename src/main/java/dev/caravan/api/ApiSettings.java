package dev.caravan.api;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the HTTP interface.
 *
 * @param maxBodySize the largest body that is read
 * @param idempotencyKept how long an answer is kept for its idempotency key
 * @param trustedProxies addresses and networks of reverse proxies whose X-Forwarded-For counts
 */
@ConfigurationProperties("caravan.api")
record ApiSettings(
    @DefaultValue("2MB") DataSize maxBodySize,
    @DefaultValue("24h") Duration idempotencyKept,
    @DefaultValue List<String> trustedProxies) {}
