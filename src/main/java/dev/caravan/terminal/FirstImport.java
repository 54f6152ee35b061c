package dev.caravan.terminal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.workflow.ProcessBoard;
import dev.caravan.workflow.ProcessChanged;
import dev.caravan.workflow.ProcessStatus;
import dev.caravan.workflow.Processes;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** At its first start the sandbox imports its sample library, then says what to try. */
@Component
@Profile("sandbox")
@ConditionalOnBooleanProperty({"caravan.terminal.progress", "caravan.terminal.first-import"})
class FirstImport {

  private final Processes processes;
  private final ProcessBoard board;
  private final ProgressLine line;
  private final WebServerApplicationContext web;
  private final Environment environment;
  private final AtomicReference<@Nullable UUID> running = new AtomicReference<>();

  FirstImport(
      Processes processes,
      ProcessBoard board,
      ProgressLine line,
      WebServerApplicationContext web,
      Environment environment) {
    this.processes = processes;
    this.board = board;
    this.line = line;
    this.web = web;
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Order(1)
  void begin() {
    if (board.isEmpty()) {
      line.afterwards("First start: importing the sample library into the sandbox NetBox.");
      ObjectNode form = JsonNodeFactory.instance.objectNode();
      form.putArray("selected_vendors").add("all");
      running.set(processes.start("import-vendors", form, "sandbox", UUID.randomUUID().toString()));
    } else {
      line.afterwards(whatToTry());
    }
  }

  @TransactionalEventListener(fallbackExecution = true)
  @Order(2)
  void ended(ProcessChanged change) {
    boolean over = change.status().ended() || change.status() == ProcessStatus.FAILED;
    if (change.processId().equals(running.get()) && over) {
      line.afterwards(whatToTry());
    }
  }

  private int port() {
    return web.getWebServer().getPort();
  }

  private String whatToTry() {
    return WhatToTry.at(
        port(),
        environment.getProperty("caravan.security.bootstrap-api-key", ""),
        environment.getProperty("caravan.terminal.shown-key", ""));
  }
}
