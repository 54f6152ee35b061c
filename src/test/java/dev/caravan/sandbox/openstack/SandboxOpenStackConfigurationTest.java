package dev.caravan.sandbox.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** When Caravan starts the simulator. */
class SandboxOpenStackConfigurationTest {

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(SandboxOpenStackConfiguration.Properties.class)
  @Import(SandboxOpenStackConfiguration.class)
  static class Application {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withUserConfiguration(Application.class)
          .withPropertyValues(
              "caravan.sandbox.openstack.port=0",
              "caravan.sandbox.openstack.build-time=3s",
              "caravan.data-dir=target/sandbox-openstack");

  @Test
  void itStartsInProfileSandbox() {
    runner
        .withPropertyValues("spring.profiles.active=sandbox", "OS_AUTH_URL=")
        .run(context -> assertThat(context).hasSingleBean(SandboxOpenStack.class));
  }

  @Test
  void itStaysOffWhereARealOneIsNamed() {
    runner
        .withPropertyValues("spring.profiles.active=sandbox", "OS_AUTH_URL=http://127.0.0.1/v3")
        .run(context -> assertThat(context).doesNotHaveBean(SandboxOpenStack.class));
  }

  @Test
  void itStaysOffInOtherProfiles() {
    runner.run(context -> assertThat(context).doesNotHaveBean(SandboxOpenStack.class));
  }
}
