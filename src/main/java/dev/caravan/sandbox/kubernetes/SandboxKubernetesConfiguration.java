package dev.caravan.sandbox.kubernetes;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Starts the simulator with Caravan in profile sandbox, unless a real cluster is configured. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
@ConditionalOnExpression("environment.getProperty('KUBECONFIG', '').isBlank()")
class SandboxKubernetesConfiguration {

  /**
   * Where it runs.
   *
   * @param port on 127.0.0.1
   */
  @ConfigurationProperties("caravan.sandbox.kubernetes")
  record Properties(int port) {}

  private static final Logger LOG = LoggerFactory.getLogger(SandboxKubernetesConfiguration.class);

  @Bean(destroyMethod = "close")
  SandboxKubernetes sandboxKubernetes(
      Properties properties, @Value("${caravan.data-dir}") Path data) {
    SandboxKubernetes kubernetes =
        SandboxKubernetes.start(properties.port(), data.resolve("sandbox-kubernetes.jsonl"));
    LOG.info("Sandbox Kubernetes on {}", kubernetes.url());
    return kubernetes;
  }
}
