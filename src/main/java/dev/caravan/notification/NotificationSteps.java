package dev.caravan.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.worker.CircuitBreakers;
import dev.caravan.worker.Step;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the routes that tell others ask of Java: what is due, how it is signed, what became of it.
 */
@Component("notificationSteps")
public class NotificationSteps {

  /** How many deliveries this node sends at the same time. */
  private static final int AT_ONCE = 10;

  /** How many of them to one receiver, by however many webhooks it is named. */
  private static final int AT_ONCE_EACH = 3;

  /** Whatever became of it, after this time it takes no place any more. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** While others find out whether a receiver answers again. */
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  private static final int ANSWER_BYTES = 1024;

  private final DeliveryQueue queue;
  private final DeliveryStore deliveries;
  private final Outbox outbox;
  private final CircuitBreakers breakers;
  private final Clock clock;
  private final Map<UUID, OnTheWay> onTheWay = new ConcurrentHashMap<>();

  private record OnTheWay(String host, Instant since) {}

  NotificationSteps(
      DeliveryQueue queue,
      DeliveryStore deliveries,
      Outbox outbox,
      CircuitBreakers breakers,
      Clock clock) {
    this.queue = queue;
    this.deliveries = deliveries;
    this.outbox = outbox;
    this.breakers = breakers;
    this.clock = clock;
  }

  /** Takes the deliveries that are due, as many as this node can send now. */
  public List<DueDelivery> due() {
    Instant now = clock.instant();
    onTheWay.values().removeIf(each -> each.since().plus(LONGEST).isBefore(now));
    int free = AT_ONCE - onTheWay.size();
    List<DueDelivery> taken = free > 0 ? queue.take(free) : List.of();
    return taken.stream().filter(delivery -> hasRoom(delivery, now)).toList();
  }

  /** What is put off is due after what others wait for, so it takes the place of none of them. */
  private boolean hasRoom(DueDelivery delivery, Instant now) {
    String host = delivery.host();
    long busy = onTheWay.values().stream().filter(each -> each.host().equals(host)).count();
    if (busy >= AT_ONCE_EACH) {
      queue.putOff(delivery, SHORTEST_WAIT, "Its receiver is busy with other deliveries");
      return false;
    }
    onTheWay.put(delivery.id(), new OnTheWay(host, now));
    return true;
  }

  /** The time that is signed with a delivery, in seconds since 1970. */
  public String timestamp() {
    return Long.toString(clock.instant().getEpochSecond());
  }

  /** The signature of a delivery that is sent now. */
  public String signature(DueDelivery delivery, String timestamp) {
    return Signature.of(delivery.secret().reveal(), Long.parseLong(timestamp), delivery.body());
  }

  /** Somebody answered; only 2xx says that the delivery was taken. */
  public void answered(DueDelivery delivery, int status, @Nullable InputStream answer) {
    String beginning = beginningOf(answer);
    if (status >= 200 && status < 300) {
      queue.delivered(delivery, status, beginning);
    } else {
      queue.failed(delivery, status, beginning, refusal(status));
    }
    onTheWay.remove(delivery.id());
  }

  private static String refusal(int status) {
    return status >= 300 && status < 400
        ? "answered " + status + ": redirects are not followed, register the new address"
        : "answered " + status;
  }

  /** Nobody answered, or nothing was sent because of where the address leads. */
  public void unanswered(DueDelivery delivery, @Nullable Exception why) {
    String reason = why == null ? "no answer" : why.getClass().getSimpleName();
    String message = why == null ? null : why.getMessage();
    queue.failed(delivery, null, null, message == null ? reason : message);
    onTheWay.remove(delivery.id());
  }

  /** Its receiver is left alone for now: nothing was sent. */
  public void putOff(DueDelivery delivery, CallNotPermittedException leftAlone) {
    Duration rest = breakers.rest("webhook", delivery.host());
    Duration wait = rest.compareTo(SHORTEST_WAIT) > 0 ? rest : SHORTEST_WAIT;
    queue.putOff(delivery, wait, breakers.refusal(leftAlone));
    onTheWay.remove(delivery.id());
  }

  private static String beginningOf(@Nullable InputStream answer) {
    if (answer == null) {
      return "";
    }
    try {
      // PostgreSQL keeps no NUL in texts.
      return new String(answer.readNBytes(ANSWER_BYTES), UTF_8).replace("\0", "");
    } catch (IOException e) {
      return "";
    }
  }

  /** Tells that an import is done; the step gives the process nothing. */
  public Map<String, Object> announce(Step step) {
    Object summary = step.inputs().getOrDefault("summary", Map.of());
    outbox.importCompleted(UUID.fromString(step.processId()), summary);
    return Map.of();
  }

  /** Forgets deliveries that ended long ago; answers how many. */
  public int forgetOld() {
    return deliveries.forgetOld();
  }
}
