package dev.caravan.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an outside system is left alone, the same for every address.
 *
 * @param window so many of the last calls are looked at
 * @param leastCalls fewer calls say nothing
 * @param failureRate percentage of them that must have failed
 * @param waitFor how long the address is left alone before it is tried again
 * @param trials so many calls then find out whether it answers
 * @param most so many addresses are remembered
 */
@ConfigurationProperties("caravan.circuit-breakers")
public record BreakerProperties(
    @DefaultValue("20") int window,
    @DefaultValue("10") int leastCalls,
    @DefaultValue("50") float failureRate,
    @DefaultValue("5s") Duration waitFor,
    @DefaultValue("3") int trials,
    @DefaultValue("500") int most) {}
