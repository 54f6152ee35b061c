package dev.caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** When Caravan starts the simulator. */
class SandboxKubernetesConfigurationTest {

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(SandboxKubernetesConfiguration.Properties.class)
  @Import(SandboxKubernetesConfiguration.class)
  static class Application {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withUserConfiguration(Application.class)
          .withPropertyValues(
              "caravan.sandbox.kubernetes.port=0", "caravan.data-dir=target/sandbox-kubernetes");

  @Test
  void itStartsInProfileSandbox() {
    runner
        .withPropertyValues("spring.profiles.active=sandbox", "KUBECONFIG=")
        .run(context -> assertThat(context).hasSingleBean(SandboxKubernetes.class));
  }

  @Test
  void itStaysOffWhereARealOneIsNamed() {
    runner
        .withPropertyValues("spring.profiles.active=sandbox", "KUBECONFIG=config")
        .run(context -> assertThat(context).doesNotHaveBean(SandboxKubernetes.class));
  }

  @Test
  void itStaysOffInOtherProfiles() {
    runner.run(context -> assertThat(context).doesNotHaveBean(SandboxKubernetes.class));
  }
}
