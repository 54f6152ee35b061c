package dev.caravan.bpmn;

import dev.caravan.bpmn.BpmnOutline.Call;
import dev.caravan.bpmn.BpmnOutline.Form;
import dev.caravan.bpmn.BpmnOutline.Place;
import dev.caravan.bpmn.BpmnOutline.Read;
import dev.caravan.bpmn.BpmnOutline.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the outline of a file that the guard has nothing against. */
final class OutlineReader {

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}]*)}");

  /** Elements whose attribute names a variable that is read. */
  private static final Set<String> SOURCES =
      Set.of("flowable:externalWorkerInParameter", "flowable:in");

  /** Attributes that name a variable that is set. */
  private static final List<String> SETTERS =
      List.of(
          "flowable:elementVariable",
          "flowable:elementIndexVariable",
          "flowable:errorVariableName",
          "flowable:initiator");

  /** What the engine itself sets in an activity that is repeated. */
  private static final Set<String> COUNTERS =
      Set.of("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "loopCounter");

  private final BpmnElement root;
  private final List<Read> reads = new ArrayList<>();
  private final Set<String> sets = new LinkedHashSet<>();

  private OutlineReader(BpmnElement root) {
    this.root = root;
  }

  static BpmnOutline read(BpmnElement root, Instant now) {
    OutlineReader reader = new OutlineReader(root);
    root.children("process").forEach(process -> reader.data(process, process));
    return new BpmnOutline(
        named(root, "serviceTask").map(OutlineReader::step).toList(),
        List.copyOf(reader.reads),
        Set.copyOf(reader.sets),
        root.all().filter(OutlineReader::isOpen).map(OutlineReader::place).toList(),
        named(root, "userTask")
            .flatMap(
                task ->
                    task.attribute("flowable:formKey").stream()
                        .map(key -> new Form(place(task), key)))
            .toList(),
        named(root, "callActivity").map(OutlineReader::call).toList(),
        reader.undrawn(),
        named(root, "timeDate")
            .filter(date -> isPast(date.text(), now))
            .map(date -> new Place("timeDate '" + date.text() + "'", date.line()))
            .toList());
  }

  private static Stream<BpmnElement> named(BpmnElement root, String name) {
    return root.all().filter(element -> element.is(name));
  }

  private static Place place(BpmnElement element) {
    return new Place(element.label(), element.line());
  }

  private static Step step(BpmnElement task) {
    return new Step(
        place(task),
        task.attribute("flowable:topic").orElse(""),
        task.attribute("caravan:route").isPresent(),
        parameters(task, "flowable:externalWorkerInParameter", "target"),
        parameters(task, "flowable:externalWorkerOutParameter", "source"));
  }

  private static Call call(BpmnElement call) {
    return new Call(
        place(call),
        call.attribute("calledElement").orElse(""),
        parameters(call, "flowable:in", "target"),
        call.attribute("flowable:inheritVariables").orElse("").equals("true"),
        parameters(call, "flowable:out", "source"));
  }

  private static Set<String> parameters(BpmnElement task, String name, String attribute) {
    return task.extensions(name)
        .flatMap(parameter -> parameter.attribute(attribute).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A step without declared outputs keeps all that it returns, a task without a form anything. */
  private static boolean isOpen(BpmnElement element) {
    return (element.is("serviceTask")
            && parameters(element, "flowable:externalWorkerOutParameter", "source").isEmpty())
        || (element.is("userTask") && element.attribute("flowable:formKey").isEmpty());
  }

  /**
   * @param owner the nearest element with an id, which people know
   */
  private void data(BpmnElement element, BpmnElement owner) {
    BpmnElement here = element.attribute("id").isPresent() ? element : owner;
    Place place = new Place(here.label(), element.line());
    element.attributes().values().forEach(value -> expressions(value, place));
    expressions(element.text(), place);
    if (SOURCES.contains(element.name())) {
      element.attribute("source").ifPresent(name -> reads.add(new Read(place, name)));
    }
    if (element.is("multiInstanceLoopCharacteristics")) {
      sets.addAll(COUNTERS);
      element.attribute("flowable:collection").ifPresent(name -> collection(name, place));
    }
    if (element.is("loopDataInputRef")) {
      collection(element.text(), place);
    }
    if (element.is("flowable:externalWorkerOutParameter") || element.is("flowable:out")) {
      element.attribute("target").ifPresent(sets::add);
    }
    if (element.is("inputDataItem")) {
      element.attribute("name").ifPresent(sets::add);
    }
    SETTERS.forEach(setter -> element.attribute(setter).ifPresent(sets::add));
    element.children().forEach(child -> data(child, here));
  }

  private void collection(String value, Place place) {
    if (!value.contains("{")) {
      reads.add(new Read(place, value));
    }
  }

  private void expressions(String text, Place place) {
    EXPRESSION
        .matcher(text)
        .results()
        .flatMap(found -> BpmnExpression.variables(found.group(1)).stream())
        .distinct()
        .forEach(name -> reads.add(new Read(place, name)));
  }

  /** The process's own elements that no shape and no edge shows. */
  private List<Place> undrawn() {
    Set<String> drawn =
        root.all()
            .filter(each -> each.is("bpmndi:BPMNShape") || each.is("bpmndi:BPMNEdge"))
            .flatMap(each -> each.attribute("bpmnElement").stream())
            .collect(Collectors.toSet());
    return root.children("process")
        .flatMap(process -> process.children().stream())
        .filter(element -> element.is("sequenceFlow") || isNode(element))
        .filter(element -> !drawn.contains(element.attribute("id").orElse("")))
        .map(OutlineReader::place)
        .toList();
  }

  private static boolean isNode(BpmnElement element) {
    return element.name().matches(".*(Task|Event|Gateway)|subProcess|callActivity");
  }

  private static boolean isPast(String text, Instant now) {
    return !text.contains("{") && BpmnTimes.date(text).isBefore(now);
  }
}
