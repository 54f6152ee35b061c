package dev.caravan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.story.MovableClock;
import dev.caravan.worker.BreakerState.Position;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An address that fails is left alone, no other one with it, and is asked again once it is back.
 */
class CircuitBreakersTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final CamelContext camel = new DefaultCamelContext();
  private final MovableClock clock = new MovableClock(START);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CircuitBreakers breakers = with(5);

  private CircuitBreakers with(int most) {
    BreakerProperties properties =
        new BreakerProperties(20, 10, 50, Duration.ofSeconds(5), 3, most);
    return new CircuitBreakers(properties, clock, meters);
  }

  @Test
  void opensIsTriedAndCloses() {
    fail("openstack", "north", 9);
    assertThat(position("north")).isEqualTo(Position.CLOSED);
    clock.pass(Duration.ofSeconds(1));
    fail("openstack", "north", 1);

    assertThat(position("north")).isEqualTo(Position.OPEN);
    assertThat(gauge("north")).isEqualTo(2);
    assertThat(breakers.breakers())
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.since()).isEqualTo(START.plusSeconds(1));
              assertThat(state.words()).contains("answered 503");
            });
    assertThatThrownBy(() -> breakers.enter("openstack", "north"))
        .isInstanceOfSatisfying(
            RetryableFailure.class,
            failure -> {
              assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
              assertThat(failure)
                  .hasMessageContaining("openstack north")
                  .hasMessageContaining("2030-01-01T00:00:06Z");
            });

    clock.pass(Duration.ofSeconds(6));
    List<Permit> trials =
        IntStream.range(0, 3).mapToObj(each -> breakers.enter("openstack", "north")).toList();
    assertThat(position("north")).isEqualTo(Position.HALF_OPEN);
    assertThat(gauge("north")).isEqualTo(1);
    assertThatThrownBy(() -> breakers.enter("openstack", "north"))
        .isInstanceOf(RetryableFailure.class);
    trials.forEach(Permit::answered);

    assertThat(position("north")).isEqualTo(Position.CLOSED);
    assertThat(gauge("north")).isZero();
  }

  @Test
  void isLeftAloneAgainWhereTrialsFailAndKeepsSinceWhen() {
    fail("git", "git.example.org", 10);
    clock.pass(Duration.ofSeconds(6));
    fail("git", "git.example.org", 3);

    assertThat(position("git.example.org")).isEqualTo(Position.OPEN);
    assertThat(breakers.breakers().get(0).since()).isEqualTo(START);
    assertThat(breakers.rest("git", "git.example.org")).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void leavesNoOtherAddressAlone() {
    breakers.enter("openstack", "south").answered();
    breakers.enter("webhook", "north").answered();
    fail("openstack", "north", 10);

    breakers.enter("openstack", "south").answered();
    breakers.enter("webhook", "north").answered();

    assertThat(breakers.breakers())
        .filteredOn(state -> !state.closed())
        .extracting(BreakerState::system, BreakerState::address)
        .containsExactly(tuple("openstack", "north"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 422, 429})
  void whatIsRefusedIsAnAnswer(int status) {
    IntStream.range(0, 30).forEach(each -> call(status));

    assertThat(position("north")).isEqualTo(Position.CLOSED);
  }

  @Test
  void tooManyRequestsSayNothing() {
    IntStream.range(0, 9).forEach(each -> call(503));
    IntStream.range(0, 30).forEach(each -> call(429));
    assertThat(position("north")).isEqualTo(Position.CLOSED);

    call(503);

    assertThat(position("north")).isEqualTo(Position.OPEN);
    assertThatThrownBy(() -> call(200)).isInstanceOf(CallNotPermittedException.class);
  }

  @Test
  void noAnswerIsAFailureAndWhatIsOursIsNone() {
    IntStream.range(0, 30).forEach(each -> broken(new IllegalStateException("of Caravan's own")));
    IntStream.range(0, 30).forEach(each -> broken(new ConnectionRequestTimeoutException("ours")));
    IntStream.range(0, 30)
        .forEach(each -> broken(new IllegalStateException(new IOException("the database's"))));
    assertThat(position("north")).isEqualTo(Position.CLOSED);

    IntStream.range(0, 10).forEach(each -> broken(new SocketTimeoutException("Read timed out")));

    assertThat(position("north")).isEqualTo(Position.OPEN);
    assertThat(breakers.breakers().get(0).words())
        .contains("SocketTimeoutException: Read timed out");
  }

  @Test
  void aTrialOfARouteThatBreaksOffIsGivenBack() {
    fail("openstack", "north", 10);
    clock.pass(Duration.ofSeconds(6));
    for (int i = 0; i < 10; i++) {
      Exchange lost = exchange();
      breakers.enter(lost);
      UnitOfWorkHelper.doneSynchronizations(
          lost, lost.getExchangeExtension().handoverCompletions());
    }
    assertThat(position("north")).isEqualTo(Position.HALF_OPEN);

    IntStream.range(0, 3).forEach(each -> call(200));

    assertThat(position("north")).isEqualTo(Position.CLOSED);
  }

  @Test
  void theLongestUnusedAreForgotten() {
    for (int i = 0; i < 9; i++) {
      breakers.enter("webhook", "host-" + i + ":443").answered();
      clock.pass(Duration.ofSeconds(1));
    }

    assertThat(breakers.breakers())
        .extracting(BreakerState::address)
        .containsExactly("host-4:443", "host-5:443", "host-6:443", "host-7:443", "host-8:443");
    assertThat(meters.find("caravan.circuit.breaker.state").gauges()).hasSize(5);

    clock.pass(Duration.ofHours(2));
    assertThat(breakers.breakers()).isEmpty();
    assertThat(meters.find("caravan.circuit.breaker.state").gauges()).isEmpty();
  }

  private void fail(String system, String address, int times) {
    IntStream.range(0, times)
        .forEach(each -> breakers.enter(system, address).failed("answered 503"));
  }

  /** As a route does, with an answer of that status. */
  private void call(int status) {
    Exchange exchange = exchange();
    breakers.enter(exchange);
    if (status < 500 && status != 429) {
      exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
      breakers.heard(exchange);
    } else {
      exchange.setProperty(
          Exchange.EXCEPTION_CAUGHT,
          new HttpOperationFailedException("http://x", status, "", "", Map.of(), ""));
    }
    breakers.over(exchange);
  }

  private void broken(Exception why) {
    Exchange exchange = exchange();
    breakers.enter(exchange);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, why);
    breakers.over(exchange);
  }

  private Exchange exchange() {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setProperty("breaker", "openstack north");
    return exchange;
  }

  private Position position(String address) {
    return breakers.breakers().stream()
        .filter(state -> state.address().equals(address))
        .findFirst()
        .orElseThrow()
        .position();
  }

  private double gauge(String address) {
    return meters.get("caravan.circuit.breaker.state").tag("address", address).gauge().value();
  }
}
