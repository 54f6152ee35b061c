package dev.caravan.sandbox.openstack;

import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Starts the simulator with Caravan in profile sandbox, unless a real OpenStack is configured. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
@ConditionalOnExpression("environment.getProperty('OS_AUTH_URL', '').isBlank()")
class SandboxOpenStackConfiguration {

  /**
   * Where it runs and how quick it is.
   *
   * @param port on 127.0.0.1
   * @param buildTime from the POST of a server until it is ACTIVE
   */
  @ConfigurationProperties("caravan.sandbox.openstack")
  record Properties(int port, Duration buildTime) {}

  private static final Logger LOG = LoggerFactory.getLogger(SandboxOpenStackConfiguration.class);

  @Bean(destroyMethod = "close")
  SandboxOpenStack sandboxOpenStack(
      Properties properties, @Value("${caravan.data-dir}") Path data) {
    SandboxOpenStack openstack =
        SandboxOpenStack.start(
            properties.port(),
            Settings.quick().withBuildTime(properties.buildTime()),
            data.resolve("sandbox-openstack.jsonl"));
    LOG.info("Sandbox OpenStack on {}", openstack.authUrl());
    return openstack;
  }
}
