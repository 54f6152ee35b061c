package dev.caravan.workflow;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long what has ended is kept.
 *
 * @param kept processes with their steps, attempts and variables, from their end
 * @param batch so many are taken away in one transaction
 */
@ConfigurationProperties("caravan.history")
record HistorySettings(Duration kept, int batch) {}
