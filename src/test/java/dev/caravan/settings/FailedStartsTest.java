package dev.caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.PermanentFailure;
import java.net.BindException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A start that fails says why and what to do, not where in the code. */
class FailedStartsTest {

  private final BusyPortAnalyzer ports = new BusyPortAnalyzer(environment());

  @Test
  void aBusyPortNamesItsVariable() {
    assertThat(ports.analyze(new IllegalStateException(new PortInUseException(8080))))
        .satisfies(told -> assertThat(told.getAction()).endsWith("SERVER_PORT=9080"));
    assertThat(
            ports.analyze(
                new IllegalStateException(
                    new BindException("127.0.0.1:18082: Address already in use"))))
        .satisfies(told -> assertThat(told.getDescription()).startsWith("Port 18082 is taken"))
        .satisfies(told -> assertThat(told.getAction()).endsWith("SANDBOX_OPENSTACK_PORT=19082"));
    assertThat(ports.analyze(new IllegalStateException("else"))).isNull();
  }

  @Test
  void aFailureThatNamesItsRemedyIsToldAsItIs() {
    FailureAnalysis told =
        new FailedStartAnalyzer()
            .analyze(
                new IllegalStateException(
                    PermanentFailure.configuration("x.bpmn20.xml line 7: no")));

    assertThat(told.getDescription()).isEqualTo("x.bpmn20.xml line 7: no");
  }

  private static StandardEnvironment environment() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test", Map.of("server.port", "8080", "caravan.sandbox.openstack.port", "18082")));
    return environment;
  }
}
