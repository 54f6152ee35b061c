package dev.caravan.bpmn;

/** A place in the diagram, in its own units; a point has no width and no height. */
record BpmnBox(double x, double y, double width, double height) {

  static BpmnBox of(BpmnElement drawn) {
    return ofBounds(drawn.children("dc:Bounds").findFirst().orElse(drawn));
  }

  static BpmnBox ofBounds(BpmnElement bounds) {
    return new BpmnBox(
        number(bounds, "x"),
        number(bounds, "y"),
        number(bounds, "width"),
        number(bounds, "height"));
  }

  double centerX() {
    return x + width / 2;
  }

  double centerY() {
    return y + height / 2;
  }

  double right() {
    return x + width;
  }

  double bottom() {
    return y + height;
  }

  BpmnBox around(BpmnBox other) {
    double left = Math.min(x, other.x);
    double top = Math.min(y, other.y);
    return new BpmnBox(
        left,
        top,
        Math.max(right(), other.right()) - left,
        Math.max(bottom(), other.bottom()) - top);
  }

  BpmnBox grownBy(double margin) {
    return new BpmnBox(x - margin, y - margin, width + 2 * margin, height + 2 * margin + 20);
  }

  private static double number(BpmnElement element, String attribute) {
    return Double.parseDouble(element.attribute(attribute).orElse("0"));
  }
}
