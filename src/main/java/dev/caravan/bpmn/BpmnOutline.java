package dev.caravan.bpmn;

import java.util.List;
import java.util.Set;

/**
 * What a BPMN file says of its steps and its data: all that must fit its form, its routes and the
 * other processes.
 *
 * @param steps its steps that routes do
 * @param reads where variables are read
 * @param sets the variables that its steps, calls and events set
 * @param open its activities that may set any variable
 * @param forms the forms of people's tasks
 * @param calls the processes that it calls
 * @param undrawn what its diagram does not show
 * @param past the fixed times that are over
 */
public record BpmnOutline(
    List<Step> steps,
    List<Read> reads,
    Set<String> sets,
    List<Place> open,
    List<Form> forms,
    List<Call> calls,
    List<Place> undrawn,
    List<Place> past) {

  /** An element as people find it: its name and id, and its line. */
  public record Place(String element, int line) {}

  /**
   * A step that a route does.
   *
   * @param elsewhere whether the model says that no route here does it
   * @param inputs the names under which the route sees its inputs
   * @param outputs the entries that the route must return
   */
  public record Step(
      Place place, String topic, boolean elsewhere, Set<String> inputs, Set<String> outputs) {}

  /** A variable that is read. */
  public record Read(Place place, String variable) {}

  /** A task's form, by its key. */
  public record Form(Place place, String key) {}

  /**
   * A call of another process.
   *
   * @param gives the variables that the other process gets
   * @param inherits whether it gets all variables
   * @param takes the variables of the other process that are read at its end
   */
  public record Call(
      Place place, String process, Set<String> gives, boolean inherits, Set<String> takes) {}
}
