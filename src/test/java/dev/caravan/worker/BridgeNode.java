package dev.caravan.worker;

import dev.caravan.Caravan;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.RuntimeService;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A whole application in a JVM of its own, with the bridge's test routes, for tests that kill it.
 */
public final class BridgeNode {

  static final String STARTED = "bridge node is up";

  private BridgeNode() {}

  /**
   * Starts a node.
   *
   * @param args properties of the application; {@code --start=N} starts N processes of three steps,
   *     and one that waits for a message
   */
  public static void main(String[] args) {
    ConfigurableApplicationContext node =
        new SpringApplication(Caravan.class, RunningBridge.Steps.class).run(args);
    int processes = node.getEnvironment().getProperty("start", Integer.class, 0);
    if (processes > 0) {
      deploy(node.getBean(RepositoryService.class));
      RuntimeService runtime = node.getBean(RuntimeService.class);
      runtime.startProcessInstanceByKey("node-waits");
      for (int i = 0; i < processes; i++) {
        runtime.startProcessInstanceByKey("node-works", Map.of());
      }
    }
    System.out.println(STARTED);
  }

  private static void deploy(RepositoryService repository) {
    String works =
        "<startEvent id=\"start\"/><endEvent id=\"end\"/>"
            + Bpmn.step("one", "bridge.node", "", "")
            + Bpmn.step("two", "bridge.node", "", "")
            + Bpmn.step("three", "bridge.node", "", "")
            + Bpmn.flow("start", "one")
            + Bpmn.flow("one", "two")
            + Bpmn.flow("two", "three")
            + Bpmn.flow("three", "end");
    String waits =
        "<startEvent id=\"start\"/><endEvent id=\"end\"/>"
            + "<intermediateCatchEvent id=\"wait\" name=\"wait\"><messageEventDefinition messageRef=\"go\"/></intermediateCatchEvent>"
            + Bpmn.flow("start", "wait")
            + Bpmn.flow("wait", "end");
    repository
        .createDeployment()
        .addBytes("node-works.bpmn20.xml", bytes("node-works", works))
        .addBytes("node-waits.bpmn20.xml", bytes("node-waits", waits))
        .deploy();
  }

  private static byte[] bytes(String name, String content) {
    return Bpmn.process(name, content).getBytes(StandardCharsets.UTF_8);
  }
}
