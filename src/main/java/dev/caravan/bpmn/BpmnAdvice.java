package dev.caravan.bpmn;

import java.util.Map;

/** Why something is not on the allow-list, and what to do instead. */
final class BpmnAdvice {

  private static final String AS_ROUTE =
      ": write a route and call it by a service task of type external-worker";
  private static final String CODE = "is not allowed: it runs code inside the engine" + AS_ROUTE;

  private static final Map<String, String> ELEMENTS =
      Map.ofEntries(
          Map.entry("scriptTask", CODE),
          Map.entry("sendTask", CODE),
          Map.entry("businessRuleTask", CODE),
          Map.entry("flowable:executionListener", CODE),
          Map.entry("flowable:taskListener", CODE),
          Map.entry("flowable:eventListener", CODE),
          Map.entry("flowable:field", "is not allowed: it sets fields of Java objects"),
          Map.entry("flowable:formProperty", "is not allowed: the form is form.schema.json"),
          Map.entry("flowable:failedJobRetryTimeCycle", "is not allowed: retries are configured"),
          Map.entry(
              "flowable:eventType",
              "is not allowed: the event registry is off; wait for a message event"),
          Map.entry("dataObject", "is not allowed: variables come from the form and the steps"),
          Map.entry(
              "ioSpecification", "is not allowed: declare inputs by externalWorkerInParameter"),
          Map.entry("import", "is not allowed: it loads classes or schemas"));

  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("flowable:class", CODE),
          Map.entry("flowable:delegateExpression", CODE),
          Map.entry("flowable:expression", CODE),
          Map.entry("implementation", CODE),
          Map.entry("language", "is not allowed: a condition is a '${…}' of variables"),
          Map.entry("flowable:skipExpression", "is not allowed: draw a gateway"),
          Map.entry("sourceExpression", "is not allowed: name a variable in 'source'"),
          Map.entry("targetExpression", "is not allowed: name a variable in 'target'"));

  private BpmnAdvice() {}

  static String onElement(String name) {
    return ELEMENTS.getOrDefault(name, "is not allowed" + origin(name));
  }

  static String onAttribute(String name) {
    return ATTRIBUTES.getOrDefault(name, "is not allowed" + origin(name));
  }

  private static String origin(String name) {
    return BpmnDialect.ofName(name)
        .map(dialect -> ": it belongs to " + dialect.title())
        .orElse(name.startsWith("{") ? ": its namespace is unknown here" : "");
  }
}
