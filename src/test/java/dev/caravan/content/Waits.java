package dev.caravan.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * The places of a model where a process stands until somebody else does something, and what is
 * wrong with the limit of each: a timer on the task, or beside the event, that says for whom it
 * waits.
 */
final class Waits {

  private static final Set<String> TASKS = Set.of("userTask", "receiveTask", "manualTask");
  private static final Set<String> EVENTS =
      Set.of(
          "messageEventDefinition",
          "signalEventDefinition",
          "conditionalEventDefinition",
          "escalationEventDefinition");
  private static final String WHOM = "Waits for ";

  private final ProcessFile file;

  Waits(ProcessFile file) {
    this.file = file;
  }

  /** One sentence for each wait that has no limit, or whose limit names nobody. */
  List<String> withoutLimit() {
    List<String> problems = new ArrayList<>();
    for (Element node : file.nodes()) {
      if (TASKS.contains(node.getLocalName())) {
        judge(node, attachedTo(node), problems);
      } else if (node.getLocalName().equals("intermediateCatchEvent") && waits(node)) {
        judgeEvent(node, problems);
      }
    }
    return problems;
  }

  private void judgeEvent(Element event, List<String> problems) {
    List<Element> before =
        file.flows().stream()
            .filter(flow -> flow.getAttribute("targetRef").equals(id(event)))
            .map(flow -> node(flow.getAttribute("sourceRef")))
            .toList();
    if (before.isEmpty()) {
      problems.add("nothing leads to %s".formatted(id(event)));
    }
    // Whichever way leads there, the timer must have been an alternative.
    for (Element gateway : before) {
      judge(event, besides(gateway), problems);
    }
  }

  private void judge(Element wait, List<Element> candidates, List<String> problems) {
    List<Element> timers = candidates.stream().filter(Waits::isTimer).toList();
    if (timers.isEmpty()) {
      problems.add("%s waits without a limit".formatted(id(wait)));
    }
    timers.stream()
        .filter(timer -> !ProcessFile.documentation(timer).startsWith(WHOM))
        .forEach(
            timer ->
                problems.add("%s does not say for whom %s waits".formatted(id(timer), id(wait))));
  }

  private List<Element> attachedTo(Element task) {
    return file.elements("boundaryEvent").stream()
        .filter(event -> event.getAttribute("attachedToRef").equals(id(task)))
        .filter(event -> !event.getAttribute("cancelActivity").equals("false"))
        .toList();
  }

  private List<Element> besides(Element gateway) {
    return gateway.getLocalName().equals("eventBasedGateway")
        ? file.flows().stream()
            .filter(flow -> flow.getAttribute("sourceRef").equals(id(gateway)))
            .map(flow -> node(flow.getAttribute("targetRef")))
            .toList()
        : List.of();
  }

  private Element node(String id) {
    return file.nodes().stream().filter(node -> id(node).equals(id)).findFirst().orElseThrow();
  }

  private static boolean waits(Element event) {
    return EVENTS.stream().anyMatch(kind -> has(event, kind));
  }

  private static boolean isTimer(Element event) {
    return has(event, "timerEventDefinition");
  }

  private static boolean has(Element event, String definition) {
    return event.getElementsByTagNameNS(event.getNamespaceURI(), definition).getLength() > 0;
  }

  private static String id(Element element) {
    return element.getAttribute("id");
  }
}
