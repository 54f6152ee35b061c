package dev.caravan.worker;

import dev.caravan.Caravan;
import dev.caravan.workflow.ProcessChanged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application with the bridge's test routes, one for all tests that want it. */
@SpringBootTest(
    classes = Caravan.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "camel.main.routes-include-pattern=classpath:bridge/*.camel.yaml")
@Import(RunningBridge.Steps.class)
public abstract class RunningBridge {

  @DynamicPropertySource
  static void ownData(DynamicPropertyRegistry properties) throws IOException {
    Path data = Files.createTempDirectory(Path.of("target"), "bridge");
    properties.add("caravan.data-dir", data::toString);
  }

  /** What the application said of processes. */
  public static final class Told {
    public final Queue<ProcessChanged> changes = new ConcurrentLinkedQueue<>();

    @EventListener
    void changed(ProcessChanged change) {
      changes.add(change);
    }
  }

  @TestConfiguration
  public static class Steps {
    @Bean
    Told told() {
      return new Told();
    }

    @Bean
    BridgeTestSteps bridgeTestSteps() {
      return new BridgeTestSteps();
    }
  }
}
