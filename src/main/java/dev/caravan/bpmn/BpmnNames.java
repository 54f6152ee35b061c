package dev.caravan.bpmn;

import java.util.Map;

/** The XML namespaces that a BPMN file may use, under the prefixes that the allow-list uses. */
final class BpmnNames {

  static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  static final String FLOWABLE = "http://flowable.org/bpmn";
  static final String CARAVAN = "https://caravan.dev/bpmn";

  private static final Map<String, String> PREFIXES =
      Map.of(
          FLOWABLE,
          "flowable:",
          CARAVAN,
          "caravan:",
          "http://www.omg.org/spec/BPMN/20100524/DI",
          "bpmndi:",
          "http://www.omg.org/spec/DD/20100524/DC",
          "dc:",
          "http://www.omg.org/spec/DD/20100524/DI",
          "di:",
          "http://www.w3.org/2001/XMLSchema-instance",
          "xsi:",
          "http://bpmn.io/schema/bpmn/biocolor/1.0",
          "bioc:",
          "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
          "color:");

  private BpmnNames() {}

  static String element(String namespace, String localName) {
    if (namespace.equals(BPMN)) {
      return localName;
    }
    return namespace.isEmpty() ? "{}" + localName : prefixed(namespace, localName);
  }

  static String attribute(String namespace, String localName) {
    return namespace.isEmpty() ? localName : prefixed(namespace, localName);
  }

  private static String prefixed(String namespace, String localName) {
    return PREFIXES.getOrDefault(namespace, "{" + namespace + "}") + localName;
  }
}
