package dev.caravan.sandbox.netbox;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Starts the simulator with Caravan in profile sandbox, unless a real NetBox is configured. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
@ConditionalOnExpression("environment.getProperty('NETBOX_URL', '').isBlank()")
class SandboxNetBoxConfiguration {

  /**
   * Where and as what it runs.
   *
   * @param port on 127.0.0.1
   * @param version whose habits it has, such as 4.7.3
   */
  @ConfigurationProperties("caravan.sandbox.netbox")
  record Settings(int port, String version) {}

  private static final Logger LOG = LoggerFactory.getLogger(SandboxNetBoxConfiguration.class);

  @Bean(destroyMethod = "close")
  SandboxNetBox sandboxNetBox(Settings settings, @Value("${caravan.data-dir}") Path data) {
    NetBoxVersion version = NetBoxVersion.of(settings.version());
    SandboxNetBox netbox =
        SandboxNetBox.start(
            settings.version(),
            settings.port(),
            data.resolve("sandbox-netbox-" + version.api() + ".jsonl"));
    LOG.info("Sandbox NetBox {} on {}", settings.version(), netbox.url());
    return netbox;
  }
}
