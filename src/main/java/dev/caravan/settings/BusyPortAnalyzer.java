package dev.caravan.settings;

import java.net.BindException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Says of a port that somebody else has which variable names another one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class BusyPortAnalyzer implements FailureAnalyzer {

  /** The property of each port, by its variable. */
  static final Map<String, String> PORTS =
      new TreeMap<>(
          Map.of(
              "SERVER_PORT", "server.port",
              "SANDBOX_NETBOX_PORT", "caravan.sandbox.netbox.port",
              "SANDBOX_OPENSTACK_PORT", "caravan.sandbox.openstack.port",
              "SANDBOX_KUBERNETES_PORT", "caravan.sandbox.kubernetes.port"));

  private static final Pattern PORT = Pattern.compile(":(\\d{1,5})\\b");

  private final Environment environment;

  BusyPortAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> port = portOf(cause);
      if (port.isPresent()) {
        return analysis(port.get(), cause);
      }
    }
    return null;
  }

  private static Optional<String> portOf(Throwable cause) {
    if (cause instanceof PortInUseException busy) {
      return Optional.of(String.valueOf(busy.getPort()));
    }
    if (cause instanceof BindException) {
      Matcher port = PORT.matcher(String.valueOf(cause.getMessage()));
      return port.find() ? Optional.of(port.group(1)) : Optional.empty();
    }
    return Optional.empty();
  }

  private FailureAnalysis analysis(String port, Throwable cause) {
    String variable =
        PORTS.entrySet().stream()
            .filter(each -> port.equals(environment.getProperty(each.getValue())))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("SERVER_PORT");
    return new FailureAnalysis(
        "Port %s is taken by another program (perhaps another Caravan).".formatted(port),
        "End that program, or start with another port: %s=%d"
            .formatted(variable, Integer.parseInt(port) + 1000),
        cause);
  }
}
