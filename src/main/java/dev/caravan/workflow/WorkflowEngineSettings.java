package dev.caravan.workflow;

import dev.caravan.failure.PermanentFailure;
import java.util.Collections;
import java.util.List;
import org.flowable.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.flowable.spring.SpringProcessEngineConfiguration;
import org.flowable.spring.boot.EngineConfigurationConfigurer;
import org.springframework.stereotype.Component;

/**
 * Closes the engine: no bean can be reached from an expression, which calls nothing, no script
 * engine exists, no class is made by name, and every deployment passes the guard.
 */
@Component
class WorkflowEngineSettings
    implements EngineConfigurationConfigurer<SpringProcessEngineConfiguration> {

  private final WorkflowGate gate;
  private final WorkflowOutcomes outcomes;
  private final UncaughtErrors errors;

  WorkflowEngineSettings(WorkflowGate gate, WorkflowOutcomes outcomes, UncaughtErrors errors) {
    this.gate = gate;
    this.outcomes = outcomes;
    this.errors = errors;
  }

  @Override
  public void configure(SpringProcessEngineConfiguration engine) {
    close(engine);
    engine.setCustomPostDeployers(List.of(outcomes));
    engine.setActivityBehaviorFactory(errors);
    engine.addCustomJobHandler(new UncaughtStepErrors(errors));
  }

  /** The same for an engine of any kind. */
  void close(ProcessEngineConfigurationImpl engine) {
    engine.setBeans(Collections.emptyMap());
    engine.addPreDefaultELResolver(new DataOnly());
    engine.setScriptEngine(
        () -> {
          throw PermanentFailure.configuration("Scripts are switched off in this engine");
        });
    engine.setAgendaFactory(new BoundedAgendas());
    engine.setCustomPreDeployers(List.of(gate));
    // Pictures are drawn on request: no fonts are needed at start.
    engine.setCreateDiagramOnDeploy(false);
  }
}
