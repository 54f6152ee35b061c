package dev.caravan.kubernetes;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How clusters are found and spoken to.
 *
 * @param kubeconfig files in the format of kubectl, as {@code KUBECONFIG} lists them; empty looks
 *     where kubectl does
 * @param timeout how long an answer to a change may take
 * @param readTimeout how long any other answer may take
 * @param atOnce the most conversations with one server that a node leads at the same time
 * @param watchesAtOnce the most watches of one cluster that a node keeps open at the same time
 * @param watchFor after how long a watch is begun anew, and one that died unnoticed given up
 */
@ConfigurationProperties("caravan.kubernetes")
public record KubernetesProperties(
    @DefaultValue("") String kubeconfig,
    @DefaultValue("30") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
    @DefaultValue("15") @DurationUnit(ChronoUnit.SECONDS) Duration readTimeout,
    @DefaultValue("8") int atOnce,
    @DefaultValue("500") int watchesAtOnce,
    @DefaultValue("50") @DurationUnit(ChronoUnit.SECONDS) Duration watchFor) {}
