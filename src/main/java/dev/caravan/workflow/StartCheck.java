package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import java.util.List;
import java.util.UUID;

/**
 * What a module knows about a workflow's form data beyond its JSON Schema, such as whether a vendor
 * exists; every bean of this type is asked before its workflow starts.
 */
public interface StartCheck {

  /** The name of the workflow whose form data it checks. */
  String workflow();

  /**
   * All that is wrong with the form data, empty where nothing is.
   *
   * @param process the process that is about to start
   * @param form the data, which fits the schema and has its defaults filled in
   */
  List<InputProblem> check(UUID process, JsonNode form);
}
