package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.secret.SecretTree;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Shows the data of processes without what a form or a name says is secret. */
@Component
class ShownVariables {

  private final WorkflowStore workflows;
  private final ObjectMapper json;

  ShownVariables(WorkflowStore workflows, ObjectMapper json) {
    this.workflows = workflows;
    this.json = json;
  }

  JsonNode form(ProcessRow row) {
    return SecretTree.shown(row.formData(), workflows.formOf(row.workflow(), row.version()));
  }

  /** Of all variables: those of the form have its names. */
  Map<String, Object> variables(ProcessRow row, Map<String, Object> variables) {
    ObjectNode all = json.createObjectNode();
    variables.forEach((name, value) -> all.set(name, json.valueToTree(value)));
    JsonNode shown = SecretTree.shown(all, workflows.formOf(row.workflow(), row.version()));
    Map<String, Object> result = new TreeMap<>(variables);
    shown
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().equals(all.get(field.getKey()))) {
                result.put(field.getKey(), field.getValue());
              }
            });
    return result;
  }
}
