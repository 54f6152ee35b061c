package dev.caravan.workflow;

import dev.caravan.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deploys the workflows that Caravan comes with, before anything else is started: each by itself,
 * so that a changed file makes a new version of its own workflow alone and an unchanged one none. A
 * broken file stops the start; a workflow whose file is gone is retired.
 */
@Component
class WorkflowDeployer implements SmartInitializingSingleton {

  private final WorkflowContent content;
  private final WorkflowStore store;
  private final Retirement retirement;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  WorkflowDeployer(
      WorkflowContent content,
      WorkflowStore store,
      Retirement retirement,
      JdbcClient jdbc,
      TransactionTemplate transaction) {
    this.content = content;
    this.store = store;
    this.retirement = retirement;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    Map<String, Resource> files = new LinkedHashMap<>();
    content.processes().forEach(file -> files.put(WorkflowContent.nameOf(file), file));
    transaction.executeWithoutResult(
        status -> {
          // Nodes that start together must not both deploy the same change.
          jdbc.sql("select pg_advisory_xact_lock(hashtext('caravan.workflows'))::text")
              .query(String.class)
              .optional();
          deploy(files);
          retirement.follow(files.keySet());
        });
  }

  private void deploy(Map<String, Resource> files) {
    List<String> problems = new ArrayList<>();
    files.forEach(
        (name, file) -> {
          try {
            store.deploy(
                name,
                WorkflowContent.bytesOf(file),
                WorkflowContent.formOf(file).orElse(FormSchema.NO_FIELDS));
          } catch (PermanentFailure failure) {
            problems.addAll(WorkflowProblems.explain(name, failure));
          }
        });
    if (!problems.isEmpty()) {
      throw PermanentFailure.configuration(
          "Caravan does not start, because workflows cannot be deployed:\n  "
              + String.join("\n  ", problems));
    }
  }
}
