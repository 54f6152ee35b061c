package dev.caravan.workflow;

import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deploys the workflows that Caravan comes with, before anything else is started: each by itself,
 * so that a changed file makes a new version of its own workflow alone and an unchanged one none. A
 * broken file stops the start.
 */
@Component
class WorkflowDeployer implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(WorkflowDeployer.class);

  private final WorkflowContent content;
  private final WorkflowStore store;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  WorkflowDeployer(
      WorkflowContent content,
      WorkflowStore store,
      JdbcClient jdbc,
      TransactionTemplate transaction) {
    this.content = content;
    this.store = store;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    content
        .emptyLocations()
        .forEach(
            location ->
                LOG.warn(
                    "There are no processes and no routes in {}: see caravan.content.locations",
                    location));
    Map<String, Resource> files = new LinkedHashMap<>();
    content.processes().forEach(file -> files.put(WorkflowContent.nameOf(file), file));
    transaction.executeWithoutResult(
        status -> {
          // Nodes that start together must not both deploy the same change.
          jdbc.sql("select pg_advisory_xact_lock(hashtext('caravan.workflows'))::text")
              .query(String.class)
              .optional();
          deploy(files);
        });
  }

  private void deploy(Map<String, Resource> files) {
    List<String> problems = new ArrayList<>();
    files.forEach(
        (name, file) -> {
          try {
            store.deploy(name, bytes(file), form(file));
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

  private static byte[] form(Resource process) {
    try {
      Resource form = process.createRelative(FormSchema.FILE);
      return form.exists() ? bytes(form) : FormSchema.NO_FIELDS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Resource file) {
    try {
      return file.getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.getDescription(), e);
    }
  }
}
