package dev.caravan.bpmn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A BPMN file as a picture: what its diagram layout says, drawn as SVG. */
public final class BpmnDrawing {

  private static final double MARGIN = 20;

  private final Map<String, BpmnElement> elements;
  private final List<BpmnElement> shapes;
  private final List<BpmnElement> edges;

  private BpmnDrawing(BpmnElement root) {
    elements =
        root.all()
            .filter(element -> element.attribute("id").isPresent())
            .filter(element -> !element.name().startsWith("bpmndi:"))
            .collect(
                Collectors.toMap(
                    element -> element.attributes().get("id"),
                    Function.identity(),
                    (first, second) -> first));
    shapes = root.all().filter(element -> element.is("bpmndi:BPMNShape")).toList();
    edges = root.all().filter(element -> element.is("bpmndi:BPMNEdge")).toList();
  }

  /** The picture of a file that was deployed. */
  public static byte[] svg(byte[] bpmn) {
    try {
      return new BpmnDrawing(BpmnReader.read(bpmn)).draw().getBytes(UTF_8);
    } catch (BpmnUnreadable e) {
      throw PermanentFailure.validation(
          "The BPMN file is not readable", List.of(e.problem().toInputProblem("")));
    }
  }

  private String draw() {
    StringBuilder picture = new StringBuilder(BpmnSymbols.head(frame()));
    shapes.forEach(shape -> picture.append(shape(shape)));
    edges.forEach(edge -> picture.append(edge(edge)));
    return picture.append("</svg>\n").toString();
  }

  /** Around all that is drawn: shapes, the points of flows, and labels that have a place. */
  private BpmnBox frame() {
    Stream<BpmnBox> labels =
        Stream.of(shapes, edges).flatMap(List::stream).flatMap(BpmnDrawing::places);
    Stream<BpmnBox> points =
        edges.stream().flatMap(edge -> edge.children("di:waypoint")).map(BpmnBox::of);
    return Stream.of(shapes.stream().map(BpmnBox::of), points, labels)
        .flatMap(Function.identity())
        .reduce(BpmnBox::around)
        .orElse(new BpmnBox(0, 0, 100, 100))
        .grownBy(MARGIN);
  }

  private String shape(BpmnElement shape) {
    BpmnElement element = elements.get(shape.attribute("bpmnElement").orElse(""));
    return element == null ? "" : BpmnSymbols.shape(element, BpmnBox.of(shape), label(shape));
  }

  private String edge(BpmnElement edge) {
    BpmnElement flow = elements.get(edge.attribute("bpmnElement").orElse(""));
    List<BpmnBox> points = edge.children("di:waypoint").map(BpmnBox::of).toList();
    return flow == null || points.size() < 2 ? "" : BpmnSymbols.edge(flow, points, label(edge));
  }

  private static List<BpmnBox> label(BpmnElement drawn) {
    return places(drawn).toList();
  }

  private static Stream<BpmnBox> places(BpmnElement drawn) {
    return drawn
        .children("bpmndi:BPMNLabel")
        .flatMap(label -> label.children("dc:Bounds"))
        .map(BpmnBox::ofBounds);
  }
}
