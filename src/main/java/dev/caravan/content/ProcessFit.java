package dev.caravan.content;

import dev.caravan.bpmn.BpmnOutline;
import dev.caravan.bpmn.BpmnOutline.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether a process fits its form, the routes and the other processes. */
final class ProcessFit {

  private final ProcessContent process;
  private final BpmnOutline outline;
  private final Map<String, ProcessContent> others;
  private final RouteFiles routes;
  private final List<ContentProblem> problems = new ArrayList<>();

  private ProcessFit(
      ProcessContent process,
      BpmnOutline outline,
      Map<String, ProcessContent> others,
      RouteFiles routes) {
    this.process = process;
    this.outline = outline;
    this.others = others;
    this.routes = routes;
  }

  static List<ContentProblem> problems(
      ProcessContent process, Map<String, ProcessContent> others, RouteFiles routes) {
    return process
        .outline()
        .map(outline -> new ProcessFit(process, outline, others, routes).all())
        .orElse(List.of());
  }

  private List<ContentProblem> all() {
    outline.steps().forEach(this::step);
    outline.calls().forEach(this::call);
    outline.forms().forEach(this::form);
    outline.reads().forEach(this::read);
    outline
        .past()
        .forEach(
            place ->
                warn(
                    place,
                    "timer",
                    "is over, so no process can come to it",
                    "Give a later time, or a variable"));
    if (!process.hasForm()) {
      problems.add(
          ContentProblem.warning(
              process.file(),
              0,
              "form-missing",
              "there is no form.schema.json beside it, so it is started without data",
              "Write the form, even an empty one"));
    }
    if (!outline.undrawn().isEmpty()) {
      String names =
          outline.undrawn().stream().map(Place::element).limit(5).collect(Collectors.joining(", "));
      int more = Math.max(0, outline.undrawn().size() - 5);
      warn(
          outline.undrawn().get(0),
          "layout",
          "is not shown by the diagram"
              + (names.contains(",") || more > 0
                  ? ": " + names + (more > 0 ? " and %d more".formatted(more) : "")
                  : ""),
          "Open the file in a modeler, place it and save");
    }
    return problems;
  }

  private void step(BpmnOutline.Step step) {
    if (step.elsewhere()) {
      return;
    }
    Set<String> topics = routes.topics();
    if (!topics.contains(step.topic())) {
      if (routes.whole()) {
        unserved(step, topics);
      }
    } else if (routes.returnsInputs(step.topic())) {
      step.outputs().stream()
          .filter(output -> !step.inputs().contains(output))
          .forEach(
              output ->
                  error(
                      step.place(),
                      "output",
                      "takes '%s' from %s, whose route returns only what it is given: %s%s"
                          .formatted(
                              output,
                              step.topic(),
                              step.inputs(),
                              Likeness.meant(output, step.inputs())),
                      "Correct the source of the output, or let the route set it in its body"));
    }
  }

  /** A worker outside may serve it; a name close to one of ours is misspelt. */
  private void unserved(BpmnOutline.Step step, Set<String> topics) {
    String system = step.topic().substring(0, step.topic().indexOf('.') + 1);
    boolean ours =
        Likeness.nearest(step.topic(), topics).isPresent()
            || topics.stream().anyMatch(topic -> topic.startsWith(system));
    String what =
        "has the topic %s, which no route serves%s"
            .formatted(step.topic(), Likeness.meant(step.topic(), topics));
    String remedy =
        "Correct the topic, write routes/%s.camel.yaml, or say caravan:route=\"elsewhere\" where a worker outside does it"
            .formatted(step.topic().replaceFirst("\\.", "/"));
    if (ours) {
      error(step.place(), "topic", what, remedy);
    } else {
      warn(step.place(), "topic", what, remedy);
    }
  }

  private void call(BpmnOutline.Call call) {
    ProcessContent called = others.get(call.process());
    if (called == null) {
      boolean misspelt = Likeness.nearest(call.process(), others.keySet()).isPresent();
      String what =
          "calls the process '%s', which is not there%s"
              .formatted(call.process(), Likeness.meant(call.process(), others.keySet()));
      if (misspelt) {
        error(call.place(), "called-process", what, "Correct calledElement");
      } else {
        warn(call.place(), "called-process", what, "Correct calledElement or add that process");
      }
      return;
    }
    Optional<Set<String>> known = variables(called);
    call.takes().stream()
        .filter(name -> known.isPresent() && !known.get().contains(name))
        .forEach(
            name ->
                error(
                    call.place(),
                    "variable",
                    "takes '%s' from %s, where nothing sets it%s"
                        .formatted(name, call.process(), Likeness.meant(name, known.get())),
                    "Correct the source of the output"));
  }

  private void form(BpmnOutline.Form form) {
    if (!process.form().path("$defs").path(form.key()).isObject()) {
      List<String> keys = new ArrayList<>();
      process.form().path("$defs").fieldNames().forEachRemaining(keys::add);
      error(
          form.place(),
          "form-key",
          "has the form '%s', but form.schema.json has no $defs/%s%s"
              .formatted(form.key(), form.key(), Likeness.meant(form.key(), keys)),
          "Add it there, or correct flowable:formKey");
    }
  }

  private void read(BpmnOutline.Read read) {
    Set<String> named = named(process);
    if (named.contains(read.variable())) {
      return;
    }
    String meant = Likeness.meant(read.variable(), named);
    String what = "reads the variable '%s', which nothing sets%s".formatted(read.variable(), meant);
    if (variables(process).isPresent()) {
      error(
          read.place(),
          "variable",
          what,
          "Correct the name, or add a field of the form or an output of a step");
    } else if (!meant.isEmpty()) {
      warn(read.place(), "variable", what, "Correct the name");
    }
  }

  /** The variables of a process; absent where something in it may set any. */
  private Optional<Set<String>> variables(ProcessContent of) {
    boolean open =
        of.outline().isEmpty()
            || !of.outline().get().open().isEmpty()
            || of.takesAnyField()
            || callers(of).stream().anyMatch(BpmnOutline.Call::inherits);
    return open ? Optional.empty() : Optional.of(named(of));
  }

  private Set<String> named(ProcessContent of) {
    Set<String> named = new TreeSet<>(of.fields());
    of.outline().ifPresent(each -> named.addAll(each.sets()));
    callers(of).forEach(call -> named.addAll(call.gives()));
    return named;
  }

  private Collection<BpmnOutline.Call> callers(ProcessContent of) {
    return others.values().stream()
        .flatMap(each -> each.outline().stream())
        .flatMap(each -> each.calls().stream())
        .filter(call -> call.process().equals(of.name()))
        .toList();
  }

  private void error(Place place, String rule, String what, String remedy) {
    problems.add(
        ContentProblem.error(
            process.file(), place.line(), rule, place.element() + " " + what, remedy));
  }

  private void warn(Place place, String rule, String what, String remedy) {
    problems.add(
        ContentProblem.warning(
            process.file(), place.line(), rule, place.element() + " " + what, remedy));
  }
}
