package dev.caravan.bpmn;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of a BPMN file that reach over more than one element. */
final class BpmnStructure {

  private static final String IN = "flowable:externalWorkerInParameter";
  private static final String OUT = "flowable:externalWorkerOutParameter";

  private static final Set<String> REFERENCES =
      Set.of(
          "sourceRef",
          "targetRef",
          "attachedToRef",
          "default",
          "messageRef",
          "signalRef",
          "errorRef",
          "escalationRef",
          "activityRef",
          "processRef",
          "bpmnElement");

  private final BpmnElement root;
  private final String expectedId;
  private final List<BpmnProblem> problems = new ArrayList<>();

  /**
   * @param expectedId the id that the file's name promises
   */
  BpmnStructure(BpmnElement root, String expectedId) {
    this.root = root;
    this.expectedId = expectedId;
  }

  List<BpmnProblem> problems() {
    checkProcess();
    checkIds();
    root.all().filter(element -> element.is("serviceTask")).forEach(this::checkParameters);
    root.all().filter(element -> element.is("timerEventDefinition")).forEach(this::checkTimer);
    root.all().forEach(this::checkOutcomes);
    checkReferences();
    return problems;
  }

  private void checkProcess() {
    List<BpmnElement> processes = root.children("process").toList();
    if (processes.size() != 1) {
      add(root, "must hold exactly one process, not " + processes.size());
      return;
    }
    BpmnElement process = processes.get(0);
    if (!process.attribute("id").orElse("").equals(expectedId)) {
      add(process, "must have the id '" + expectedId + "', as its file is called");
    }
    List<BpmnElement> starts = process.children("startEvent").toList();
    if (starts.size() != 1) {
      add(process, "must have exactly one start event of its own, not " + starts.size());
    }
    starts.stream()
        .flatMap(start -> start.children().stream())
        .filter(BpmnStructure::isTrigger)
        .forEach(trigger -> add(trigger, "may not start a process: a form or a schedule does"));
  }

  private static boolean isTrigger(BpmnElement element) {
    return element.name().endsWith("EventDefinition");
  }

  private void checkIds() {
    Map<String, BpmnElement> seen = new HashMap<>();
    root.all()
        .filter(element -> element.attribute("id").isPresent())
        .forEach(
            element -> {
              BpmnElement first = seen.putIfAbsent(element.attributes().get("id"), element);
              if (first != null) {
                add(element, "has an id that line " + first.line() + " has already");
              }
            });
  }

  private void checkParameters(BpmnElement task) {
    boolean nothing = task.attribute("flowable:doNotIncludeVariables").orElse("").equals("true");
    boolean something = task.extensions(IN).findAny().isPresent();
    if (nothing == something) {
      add(
          task,
          "must declare its inputs: flowable:externalWorkerInParameter for each variable, or"
              + " flowable:doNotIncludeVariables=\"true\" for none");
    }
    requireOnce(task.extensions(IN), "target");
    requireOnce(task.extensions(OUT), "target");
  }

  private void requireOnce(Stream<BpmnElement> parameters, String attribute) {
    Set<String> seen = new HashSet<>();
    parameters
        .filter(parameter -> !seen.add(parameter.attribute(attribute).orElse("")))
        .forEach(parameter -> add(parameter, "names the same " + attribute + " again"));
  }

  private void checkReferences() {
    Set<String> ids =
        root.all().flatMap(element -> element.attribute("id").stream()).collect(toSet());
    root.all()
        .forEach(
            element ->
                element
                    .attributes()
                    .forEach(
                        (name, id) -> {
                          if (REFERENCES.contains(name) && !ids.contains(id)) {
                            add(
                                element,
                                "refers by " + name + " to '" + id + "', which is not there");
                          }
                        }));
  }

  private void checkTimer(BpmnElement timer) {
    long times = timer.children().stream().filter(child -> child.name().startsWith("time")).count();
    if (times != 1) {
      add(timer, "must hold exactly one of timeDuration, timeCycle and timeDate");
    }
  }

  /** Only the end of the process itself has an outcome, and an error is one already. */
  private void checkOutcomes(BpmnElement scope) {
    scope
        .children("endEvent")
        .filter(end -> end.attribute(BpmnOutcomes.OUTCOME).isPresent())
        .forEach(
            end -> {
              if (!scope.is("process")) {
                add(end, "states an outcome: only an end of the process itself has one");
              } else if (end.children("errorEventDefinition").findAny().isPresent()) {
                add(end, "states an outcome: an error that nobody catches is a failure already");
              }
            });
  }

  private void add(BpmnElement element, String why) {
    problems.add(
        new BpmnProblem(element.line(), "/" + element.name(), element.label() + " " + why));
  }
}
