package dev.caravan.bpmn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The symbols of BPMN in SVG. */
final class BpmnSymbols {

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int LINE_HEIGHT = 14;

  private BpmnSymbols() {}

  static String head(BpmnBox frame) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="%s" width="%s" height="%s" \
        font-family="sans-serif" font-size="12" fill="none" stroke="#333">
        <defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" \
        markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" fill="#333"/></marker></defs>
        """
        .formatted(
            numbers(frame.x(), frame.y(), frame.width(), frame.height()),
            number(frame.width()),
            number(frame.height()));
  }

  static String shape(BpmnElement element, BpmnBox box, List<BpmnBox> label) {
    String name = element.attribute("name").orElse("");
    String type = element.name();
    if (type.endsWith("Event")) {
      return event(element, box) + under(name, box, label);
    }
    if (type.endsWith("Gateway")) {
      return gateway(type, box) + under(name, box, label);
    }
    if (type.equals("textAnnotation")) {
      String text = element.children("text").map(BpmnElement::text).findFirst().orElse("");
      return inside(text, box);
    }
    return rectangle(type, box)
        + (container(type) ? text(List.of(name), box.x() + 60, box.y() + 16) : inside(name, box));
  }

  static String edge(BpmnElement flow, List<BpmnBox> points, List<BpmnBox> label) {
    String path =
        points.stream()
            .map(point -> number(point.x()) + "," + number(point.y()))
            .collect(Collectors.joining(" "));
    boolean arrow = flow.is("sequenceFlow");
    BpmnBox middle =
        label.isEmpty() ? points.get(points.size() / 2).around(points.get(0)) : label.get(0);
    return "<polyline points=\"%s\"%s/>\n"
            .formatted(path, arrow ? " marker-end=\"url(#arrow)\"" : " stroke-dasharray=\"2 3\"")
        + text(List.of(flow.attribute("name").orElse("")), middle.centerX(), middle.centerY() - 4);
  }

  private static String event(BpmnElement event, BpmnBox box) {
    String circle = "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"#fff\"%s/>\n";
    String x = number(box.centerX());
    String y = number(box.centerY());
    boolean end = event.is("endEvent");
    boolean between = !end && !event.is("startEvent");
    String outer =
        circle.formatted(x, y, number(box.width() / 2), end ? " stroke-width=\"3\"" : "");
    return between ? outer + circle.formatted(x, y, number(box.width() / 2 - 4), "") : outer;
  }

  private static String gateway(String type, BpmnBox box) {
    String mark =
        switch (type) {
          case "parallelGateway" -> "+";
          case "inclusiveGateway" -> "○";
          case "eventBasedGateway" -> "◎";
          default -> "×";
        };
    return "<polygon points=\"%s,%s %s,%s %s,%s %s,%s\" fill=\"#fff\"/>\n"
            .formatted(
                number(box.centerX()), number(box.y()),
                number(box.right()), number(box.centerY()),
                number(box.centerX()), number(box.bottom()),
                number(box.x()), number(box.centerY()))
        + "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" font-size=\"24\" fill=\"#333\" stroke=\"none\">%s</text>\n"
            .formatted(number(box.centerX()), number(box.centerY() + 8), mark);
  }

  private static String rectangle(String type, BpmnBox box) {
    return "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%d\" fill=\"%s\"/>\n"
        .formatted(
            number(box.x()),
            number(box.y()),
            number(box.width()),
            number(box.height()),
            container(type) ? 0 : 8,
            container(type) ? "none" : "#fff");
  }

  private static boolean container(String type) {
    return type.equals("participant") || type.equals("lane") || type.equals("subProcess");
  }

  private static String under(String name, BpmnBox box, List<BpmnBox> label) {
    double x = label.isEmpty() ? box.centerX() : label.get(0).centerX();
    double y = label.isEmpty() ? box.bottom() + LINE_HEIGHT : label.get(0).y() + 11;
    return text(wrapped(name, 16), x, y);
  }

  private static String inside(String name, BpmnBox box) {
    List<String> lines = wrapped(name, (int) Math.max(6, box.width() / 6.5));
    double top = box.centerY() - (lines.size() - 1) * LINE_HEIGHT / 2.0 + 4;
    return text(lines, box.centerX(), top);
  }

  private static String text(List<String> lines, double x, double y) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty()) {
        text.append(
            "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" fill=\"#111\" stroke=\"none\">%s</text>\n"
                .formatted(number(x), number(y + i * LINE_HEIGHT), escaped(lines.get(i))));
      }
    }
    return text.toString();
  }

  private static List<String> wrapped(String name, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : SPACE.splitAsStream(name.strip()).toList()) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String numbers(double... values) {
    StringBuilder numbers = new StringBuilder();
    for (double value : values) {
      numbers.append(numbers.isEmpty() ? "" : " ").append(number(value));
    }
    return numbers.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
