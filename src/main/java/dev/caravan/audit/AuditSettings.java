package dev.caravan.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit is kept.
 *
 * @param kept how long an entry stays
 */
@ConfigurationProperties("caravan.audit")
record AuditSettings(@DefaultValue("400d") Duration kept) {}
