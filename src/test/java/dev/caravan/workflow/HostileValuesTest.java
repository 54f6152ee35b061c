package dev.caravan.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.story.RunningCaravan;
import dev.caravan.worker.Bpmn;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flowable.engine.ManagementService;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.flowable.variable.service.impl.el.NoExecutionVariableScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Values that hold expressions: whoever may give a value may run nothing by it. */
class HostileValuesTest extends RunningCaravan {

  private static final String MARK = "caravan.test.mark";

  @Autowired RepositoryService repository;
  @Autowired ManagementService management;
  @Autowired ProcessEngineConfiguration engine;
  @Autowired Processes processes;
  @Autowired ObjectMapper json;

  @Test
  void aValueInTheNameOfATaskRunsNothing() throws Exception {
    String content =
        "<startEvent id=\"start\"/><userTask id=\"ask\" name=\"u ${person}\"/><endEvent"
            + " id=\"end\"/>"
            + Bpmn.flow("start", "ask")
            + Bpmn.flow("ask", "end");
    byte[] xml = Bpmn.process("asks-by-name", content).getBytes(StandardCharsets.UTF_8);
    repository
        .createDeployment()
        .addBytes("asks-by-name.bpmn20.xml", xml)
        .addString("form.schema.json", "{\"type\": \"object\"}")
        .deploy();
    String hostile =
        "${''.getClass().forName('java.lang.System').getMethod('setProperty', ''.getClass(),"
            + " ''.getClass()).invoke(null, '"
            + MARK
            + "', 'run')}";

    try {
      processes.start(
          "asks-by-name", json.valueToTree(Map.of("person", hostile)), "alice", "request");
    } catch (RuntimeException refused) {
      // as good
    }

    assertThat(System.getProperty(MARK)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${''.getClass()}",
        "${''.toString()}",
        "${''.class}",
        "${''.class.classLoader}",
        "${''.getClass().forName('java.lang.Runtime')}"
      })
  void noExpressionCallsAnythingWhereverItComesFrom(String expression) {
    ProcessEngineConfigurationImpl impl = (ProcessEngineConfigurationImpl) engine;

    Object value =
        management.executeCommand(
            context -> {
              try {
                return impl.getExpressionManager()
                    .createExpression(expression)
                    .getValue(NoExecutionVariableScope.getSharedInstance());
              } catch (RuntimeException refused) {
                return refused;
              }
            });

    assertThat(value).isInstanceOf(RuntimeException.class);
    assertThat((RuntimeException) value).hasStackTraceContaining("Expressions ");
  }
}
