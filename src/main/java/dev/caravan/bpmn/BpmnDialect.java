package dev.caravan.bpmn;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Other engines whose files are brought here, and what is to be changed in them. */
enum BpmnDialect {
  ZEEBE(
      "Camunda 8 (Zeebe)",
      "http://camunda.org/schema/zeebe/1.0",
      "zeebe:taskDefinition type=\"x\" becomes flowable:type=\"external-worker\""
          + " flowable:topic=\"<system>.<operation>\" flowable:exclusive=\"false\","
          + " zeebe:ioMapping becomes flowable:externalWorkerInParameter and OutParameter,"
          + " FEEL (=x > 1) becomes ${x > 1}"),
  CAMUNDA(
      "Camunda 7",
      "http://camunda.org/schema/1.0/bpmn",
      "camunda:type=\"external\" camunda:topic=\"x\" becomes flowable:type=\"external-worker\""
          + " flowable:topic=\"<system>.<operation>\" flowable:exclusive=\"false\","
          + " camunda:inputOutput becomes flowable:externalWorkerInParameter and OutParameter,"
          + " classes, delegates, listeners and scripts become routes"),
  DESIGN(
      "Flowable Design",
      "http://flowable.org/design",
      "remove what belongs to the namespace http://flowable.org/design (its palette and layout notes);"
          + " tasks become flowable:type=\"external-worker\" with flowable:topic and flowable:exclusive=\"false\""),
  ACTIVITI(
      "Activiti",
      "http://activiti.org/bpmn",
      "activiti:class and activiti:delegateExpression become flowable:type=\"external-worker\""
          + " flowable:topic=\"<system>.<operation>\" flowable:exclusive=\"false\" and a route");

  private final String title;
  private final String namespace;
  private final String change;

  BpmnDialect(String title, String namespace, String change) {
    this.title = title;
    this.namespace = namespace;
    this.change = change;
  }

  /** The dialect of a name in braces, which is how unknown namespaces are shown. */
  static Optional<BpmnDialect> ofName(String name) {
    return Arrays.stream(values())
        .filter(each -> name.startsWith("{" + each.namespace + "}"))
        .findFirst();
  }

  /** The dialect that a whole file is written in; none of a file that has steps of Caravan. */
  static Optional<BpmnDialect> of(BpmnElement root) {
    boolean ours =
        root.all()
            .anyMatch(each -> each.attribute("flowable:type").orElse("").equals("external-worker"));
    return ours
        ? Optional.empty()
        : root.all()
            .flatMap(
                each -> Stream.concat(Stream.of(each.name()), each.attributes().keySet().stream()))
            .flatMap(name -> ofName(name).stream())
            .findFirst();
  }

  /** What is said of a file in this dialect. */
  BpmnProblem problem(BpmnElement root) {
    return new BpmnProblem(
        root.line(),
        "/" + root.name(),
        "the file is written for %s, not for Caravan: %s. See docs/adr/0005-bpmn-allow-list.md"
            .formatted(title, change));
  }

  String title() {
    return title;
  }
}
