package dev.caravan.notification;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are told.
 *
 * @param allowPrivate whether addresses may lead to loopback, link-local or private networks
 * @param firstRetry the wait after the first failed attempt, doubled after each further one
 * @param mostRetry the longest wait between two attempts
 * @param giveUpAfter how long a delivery is tried
 * @param time how long one attempt may take in all, from the first byte sent to the last one read
 * @param kept how long ended deliveries can be looked at
 */
@ConfigurationProperties("caravan.webhooks")
record WebhookSettings(
    @DefaultValue("false") boolean allowPrivate,
    @DefaultValue("5s") Duration firstRetry,
    @DefaultValue("1h") Duration mostRetry,
    @DefaultValue("24h") Duration giveUpAfter,
    @DefaultValue("20s") Duration time,
    @DefaultValue("30d") Duration kept) {}
