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
 * @param maxUnknownBodySize the largest body of a caller that is not known, such as a log-in
 * @param bodyTime how long a whole body may take
 * @param bodiesAtOnce so many bodies of known callers are waited for at the same time
 * @param unknownBodiesAtOnce so many of callers that are not known
 * @param answerTime how long an answer may take that its caller does not read
 * @param answersAtOnce so many answers of known callers wait to be read at the same time
 * @param unknownAnswersAtOnce so many of callers that are not known
 * @param idempotencyKept how long an answer is kept for its idempotency key
 * @param trustedProxies addresses and networks of reverse proxies whose X-Forwarded-For counts
 * @param checkHosts whether only known hosts are answered to, even where others can call
 * @param hosts names that callers know Caravan by, beside those of this machine
 */
@ConfigurationProperties("caravan.api")
record ApiSettings(
    @DefaultValue("2MB") DataSize maxBodySize,
    @DefaultValue("64KB") DataSize maxUnknownBodySize,
    @DefaultValue("30s") Duration bodyTime,
    @DefaultValue("100") int bodiesAtOnce,
    @DefaultValue("20") int unknownBodiesAtOnce,
    @DefaultValue("60s") Duration answerTime,
    @DefaultValue("40") int answersAtOnce,
    @DefaultValue("20") int unknownAnswersAtOnce,
    @DefaultValue("24h") Duration idempotencyKept,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("false") boolean checkHosts,
    @DefaultValue List<String> hosts) {}
