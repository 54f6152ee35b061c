package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.flowable.engine.HistoryService;
import org.flowable.variable.api.history.HistoricVariableInstance;
import org.flowable.variable.api.history.HistoricVariableInstanceQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Variables of processes as the engine's history keeps them. The engine reads all values of a query
 * at once, so that one that cannot be read fails the whole; then each is read alone.
 */
@Component
class HistoricVariables {

  /** Stands for a value that another version, or a hand in the database, has left. */
  static final String UNREADABLE = "(cannot be read: the log says why)";

  private static final Logger log = LoggerFactory.getLogger(HistoricVariables.class);

  private final HistoryService history;
  private final ObjectMapper json;

  HistoricVariables(HistoryService history, ObjectMapper json) {
    this.history = history;
    this.json = json;
  }

  /** One variable of many processes, by the process; those that have it. */
  Map<String, Object> of(Set<String> processes, String name) {
    Map<String, Object> values = new HashMap<>();
    if (processes.isEmpty()) {
      return values;
    }
    try {
      query().executionIds(processes).variableName(name).list().stream()
          .filter(each -> each.getValue() != null)
          .forEach(each -> values.put(each.getProcessInstanceId(), plain(each.getValue())));
    } catch (RuntimeException odd) {
      processes.forEach(
          each -> {
            @Nullable Object value = of(UUID.fromString(each), name);
            if (value != null) {
              values.put(each, value);
            }
          });
    }
    return values;
  }

  /** One variable of a process; null where it has none. */
  @Nullable Object of(UUID process, String name) {
    try {
      HistoricVariableInstance variable =
          query().processInstanceId(process.toString()).variableName(name).singleResult();
      return variable == null || variable.getValue() == null ? null : plain(variable.getValue());
    } catch (RuntimeException odd) {
      log.warn("Variable {} of process {} cannot be read", name, process, odd);
      return UNREADABLE;
    }
  }

  /** All of a process but those of its tasks. */
  Map<String, Object> of(UUID process) {
    Map<String, Object> values = new TreeMap<>();
    try {
      for (HistoricVariableInstance each : query(process).list()) {
        if (each.getTaskId() == null) {
          put(values, each.getVariableName(), each.getValue());
        }
      }
    } catch (RuntimeException odd) {
      List<HistoricVariableInstance> unread = query(process).excludeVariableInitialization().list();
      unread.stream()
          .filter(each -> each.getTaskId() == null)
          .map(HistoricVariableInstance::getVariableName)
          .forEach(name -> put(values, name, of(process, name)));
    }
    return values;
  }

  private HistoricVariableInstanceQuery query() {
    return history.createHistoricVariableInstanceQuery();
  }

  private HistoricVariableInstanceQuery query(UUID process) {
    return query().processInstanceId(process.toString());
  }

  private void put(Map<String, Object> values, String name, @Nullable Object value) {
    values.put(name, value == null ? NullNode.getInstance() : plain(value));
  }

  private Object plain(Object value) {
    return value instanceof JsonNode || value instanceof String || value instanceof Boolean
        ? value
        : value instanceof Number ? value : json.valueToTree(value.toString());
  }
}
