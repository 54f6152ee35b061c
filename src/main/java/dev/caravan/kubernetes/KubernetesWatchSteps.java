package dev.caravan.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.OutsideJson;
import dev.caravan.failure.Texts;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the route of a watch asks of Java: what to ask for, and what each line that comes means. */
@Component
public class KubernetesWatchSteps {

  private static final Logger log = LoggerFactory.getLogger(KubernetesWatchSteps.class);

  private static final int LONGEST_REFUSAL = 64 * 1024;

  private final KubernetesProperties properties;
  private final KubernetesSteps steps;
  private final ObjectMapper json;
  private final MeterRegistry meters;
  private final Clock clock;

  KubernetesWatchSteps(
      KubernetesProperties properties,
      KubernetesSteps steps,
      ObjectMapper json,
      MeterRegistry meters,
      Clock clock) {
    this.properties = properties;
    this.steps = steps;
    this.json = json;
    this.meters = meters;
    this.clock = clock;
  }

  /** The watch begins; what it gives says for how long it is wanted. */
  public WatchAttempt begin(Watch watch) {
    return new WatchAttempt(watch, clock, clock.instant().plus(properties.readTimeout()));
  }

  /** What stands behind the question mark; not all end at the same moment that began so. */
  public String query(Watch watch) {
    String from = watch.resourceVersion();
    return "watch=1&allowWatchBookmarks=true&timeoutSeconds="
        + seconds()
        + (from.isEmpty() ? "" : "&resourceVersion=" + KubernetesRequest.encoded(from));
  }

  private long seconds() {
    long most = properties.watchFor().toSeconds();
    return most - ThreadLocalRandom.current().nextLong(most / 5 + 1);
  }

  /** When the server should have ended it long ago, its connection must have died unnoticed. */
  private Duration silence() {
    return properties.watchFor().multipliedBy(5).dividedBy(4).plusSeconds(1);
  }

  /** Where the cluster is; the connections are apart from those of ordinary calls. */
  public String address(Watch watch) {
    return steps.endpoint(
        watch.cluster(),
        "httpClientConfigurer=#openCalls&httpActivityListener=#openCalls&disableStreamCache=true"
            + "&throwExceptionOnFailure=false&connectTimeout=5000&connectionRequestTimeout=1000"
            + "&responseTimeout=%d&maxTotalConnections=%d&connectionsPerRoute=%d"
                .formatted(
                    silence().toMillis(), properties.watchesAtOnce(), properties.watchesAtOnce()));
  }

  /** Reads until it ends, is not wanted, or breaks; each event is handed over as it comes. */
  public WatchEnd read(WatchAttempt attempt, int status, @Nullable InputStream answer) {
    attempt.answered(status);
    try {
      WatchEnd end =
          answer == null
              ? attempt.refused(status, "")
              : status == 200
                  ? follow(attempt, new Lines(answer))
                  : refused(attempt, status, answer);
      return counted(end);
    } catch (IOException broken) {
      return counted(attempt.broken(words(broken)));
    }
  }

  /** There was no answer at all. */
  public WatchEnd unanswered(WatchAttempt attempt, String words) {
    boolean full = words.startsWith("ConnectionRequestTimeoutException");
    return counted(
        attempt.broken(
            full
                ? "%s (caravan.kubernetes.watches-at-once: %d of this cluster are open)"
                    .formatted(words, properties.watchesAtOnce())
                : words));
  }

  private WatchEnd follow(WatchAttempt attempt, Lines lines) throws IOException {
    byte @Nullable [] line = lines.next();
    while (line != null && attempt.getAsBoolean()) {
      JsonNode event = OutsideJson.read(json, line);
      if (event.path("type").asText("").equals("ERROR")) {
        JsonNode said = event.path("object");
        return attempt.refused(said.path("code").asInt(500), said.path("message").asText(""));
      }
      try {
        attempt.watch().happened(event);
      } catch (RuntimeException notTaken) {
        log.error("Watch {}: an event could not be dealt with", attempt.watch(), notTaken);
        return attempt.refused(200, words(notTaken));
      }
      line = lines.next();
    }
    return attempt.end();
  }

  private WatchEnd refused(WatchAttempt attempt, int status, InputStream answer)
      throws IOException {
    byte[] body = answer.readNBytes(LONGEST_REFUSAL);
    String text = Texts.cleaned(new String(body, StandardCharsets.UTF_8));
    try {
      return attempt.refused(
          status, new KubernetesAnswer(status, OutsideJson.read(json, body), text).words());
    } catch (IOException noJson) {
      return attempt.refused(status, text);
    }
  }

  private WatchEnd counted(WatchEnd end) {
    meters
        .counter(
            "caravan.kubernetes.requests",
            "method",
            "WATCH",
            "status",
            end.status() == 0 ? "none" : String.valueOf(end.status()))
        .increment();
    return end;
  }

  private static String words(Exception thrown) {
    return thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
  }
}
