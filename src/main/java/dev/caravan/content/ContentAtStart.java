package dev.caravan.content;

import dev.caravan.workflow.WorkflowContent;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Stops a start whose content does not fit, before anything is opened, with all problems at once.
 * What is packed into the jar was checked when it was built; it is read again with other content.
 */
class ContentAtStart implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Logger log = LoggerFactory.getLogger(ContentAtStart.class);

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    WorkflowContent content = WorkflowContent.of(context.getEnvironment());
    if (content.isPackedAlone()) {
      return;
    }
    ContentCheck.Report report = ContentCheck.of(content, Clock.systemUTC());
    if (!report.errors().isEmpty()) {
      throw new WrongContent(report.problems());
    }
    report.warnings().forEach(warning -> log.warn("{}", warning));
  }
}
