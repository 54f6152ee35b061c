package dev.caravan.worker;

import dev.caravan.failure.RetryableFailure;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A circuit breaker for each address of an outside system: one that fails most calls is left alone
 * for some seconds, then tried by a few. No answer and 500 or more are failures; 429 says nothing.
 *
 * <p>A route sets its exchange property {@code breaker} to system and address with a space between,
 * then comes to {@code enter} before the call, to {@code heard} after it, and whatever happens to
 * {@code over}.
 */
@Component
public class CircuitBreakers implements Breakers {

  private static final String PERMIT = "permit";
  private static final String HOLDER = "permitHolder";
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
  private static final int SERVER_ERRORS = 500;
  private static final int TOO_MANY = 429;

  private record Shown(Breaker breaker, Meter meter) {}

  private final BreakerProperties properties;
  private final CircuitBreakerConfig config;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Shown> known = new ConcurrentHashMap<>();

  public CircuitBreakers(BreakerProperties properties, Clock clock, MeterRegistry meters) {
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
    this.config =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(properties.window())
            .minimumNumberOfCalls(properties.leastCalls())
            .failureRateThreshold(properties.failureRate())
            .waitDurationInOpenState(least(properties.waitFor()))
            .permittedNumberOfCallsInHalfOpenState(properties.trials())
            .clock(clock)
            .build();
  }

  private static Duration least(Duration wait) {
    return wait.compareTo(SHORTEST_WAIT) > 0 ? wait : SHORTEST_WAIT;
  }

  /** Begins a call of a route. */
  public void enter(Exchange exchange) {
    String[] named = exchange.getProperty("breaker", String.class).split(" ", 2);
    giveBackWhateverHappens(exchange);
    exchange.setProperty(PERMIT, of(named[0], named[1]).enter());
  }

  /** A step that lost its lease comes to no other node of its route, {@code over} neither. */
  private static void giveBackWhateverHappens(Exchange exchange) {
    if (exchange.getExchangeId().equals(exchange.getProperty(HOLDER))) {
      return;
    }
    exchange.setProperty(HOLDER, exchange.getExchangeId());
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                @Nullable Permit left = permit(done);
                if (left != null) {
                  left.saidNothing();
                }
              }
            });
  }

  /** The call of a route was answered: with the status in its header, where it has one. */
  public void heard(Exchange exchange) {
    @Nullable Permit permit = permit(exchange);
    if (permit != null) {
      judge(permit, exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class));
    }
  }

  /** The call of a route has ended; one that was not heard of has failed by what was caught. */
  public void over(Exchange exchange) {
    @Nullable Permit permit = permit(exchange);
    if (permit == null) {
      return;
    }
    Object caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT);
    if (caught instanceof HttpOperationFailedException answer) {
      judge(permit, answer.getStatusCode());
    } else if (caught instanceof IOException broken
        && !(broken instanceof ConnectionRequestTimeoutException)) {
      permit.failed(broken.getClass().getSimpleName() + ": " + broken.getMessage());
    } else {
      permit.saidNothing();
    }
  }

  private static @Nullable Permit permit(Exchange exchange) {
    return exchange.removeProperty(PERMIT) instanceof Permit permit ? permit : null;
  }

  private static void judge(Permit permit, int status) {
    if (status >= SERVER_ERRORS) {
      permit.failed("answered " + status);
    } else if (status == TOO_MANY) {
      permit.saidNothing();
    } else {
      permit.answered();
    }
  }

  /**
   * Begins a call that Java makes.
   *
   * @throws RetryableFailure where the address is left alone
   */
  public Permit enter(String system, String address) {
    Breaker breaker = of(system, address);
    try {
      return breaker.enter();
    } catch (CallNotPermittedException leftAlone) {
      throw RetryableFailure.integration(breaker.refusal(), breaker.rest());
    }
  }

  /** How long an address is still left alone; nothing where it is asked or tried. */
  public Duration rest(String system, String address) {
    return of(system, address).rest();
  }

  /** Why a call was not made. */
  public String refusal(CallNotPermittedException leftAlone) {
    @Nullable Shown shown = known.get(leftAlone.getCausingCircuitBreakerName());
    return shown == null ? String.valueOf(leftAlone.getMessage()) : shown.breaker().refusal();
  }

  private Breaker of(String system, String address) {
    String name = system + " " + address;
    @Nullable Shown shown = known.get(name);
    return shown == null ? made(name, system, address) : shown.breaker();
  }

  private synchronized Breaker made(String name, String system, String address) {
    @Nullable Shown other = known.get(name);
    if (other != null) {
      return other.breaker();
    }
    forgetIdle();
    while (known.size() >= properties.most()) {
      forget(
          known.values().stream()
              .min(Comparator.comparing(each -> each.breaker().used()))
              .orElseThrow());
    }
    Breaker breaker = new Breaker(system, address, config, properties.waitFor(), clock);
    known.put(name, new Shown(breaker, Breakers.show(meters, system, address, breaker::position)));
    return breaker;
  }

  private synchronized void forgetIdle() {
    Instant now = clock.instant();
    known.values().stream()
        .filter(each -> each.breaker().age(now).compareTo(FORGOTTEN_AFTER) > 0)
        .toList()
        .forEach(this::forget);
  }

  private void forget(Shown shown) {
    known.remove(shown.breaker().toString());
    meters.remove(shown.meter());
  }

  @Override
  public List<BreakerState> breakers() {
    forgetIdle();
    return known.values().stream()
        .map(each -> each.breaker().state())
        .sorted(Comparator.comparing(BreakerState::system).thenComparing(BreakerState::address))
        .toList();
  }
}
