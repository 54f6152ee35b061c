package dev.caravan.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A BPMN file.
 *
 * @param path where it is
 * @param root its content
 */
record ProcessFile(Path path, Element root) {

  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  private static final String DI = "http://www.omg.org/spec/BPMN/20100524/DI";
  private static final String CARAVAN = "https://caravan.dev/bpmn";
  private static final String FLOWABLE = "http://flowable.org/bpmn";

  static List<ProcessFile> readAll() {
    return readAll(Roots.of("processes"));
  }

  static List<ProcessFile> readAll(List<Path> folders) {
    return Roots.files(folders).stream()
        .filter(file -> file.toString().endsWith(".bpmn20.xml"))
        .map(ProcessFile::read)
        .toList();
  }

  static ProcessFile read(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      return new ProcessFile(
          file, factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  /** The folder, which is called as the workflow. */
  String folder() {
    return String.valueOf(path.getName(path.getNameCount() - 2));
  }

  String workflow() {
    return String.valueOf(path.getFileName()).replace(".bpmn20.xml", "");
  }

  Element process() {
    return elements("process").get(0);
  }

  List<Element> elements(String name) {
    return list(root.getElementsByTagNameNS(BPMN, name));
  }

  Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    elements("serviceTask").forEach(task -> topics.add(task.getAttributeNS(FLOWABLE, "topic")));
    return topics;
  }

  /** Tasks, events, gateways: all that a flow leads to. */
  List<Element> nodes() {
    return list(root.getElementsByTagNameNS(BPMN, "*")).stream()
        .filter(
            element ->
                element.getLocalName().matches(".*(Task|Event|Gateway|subProcess|callActivity)"))
        .toList();
  }

  List<Element> tasks() {
    return nodes().stream()
        .filter(node -> node.getLocalName().matches(".*Task|callActivity"))
        .toList();
  }

  List<Element> flows() {
    return elements("sequenceFlow");
  }

  /** The ids of all that the diagram shows. */
  Set<String> drawn() {
    Set<String> drawn = new TreeSet<>();
    for (String kind : List.of("BPMNShape", "BPMNEdge")) {
      list(root.getElementsByTagNameNS(DI, kind))
          .forEach(shape -> drawn.add(shape.getAttribute("bpmnElement")));
    }
    return drawn;
  }

  /** The ends of the process itself. */
  List<Element> ends() {
    return elements("endEvent").stream()
        .filter(end -> end.getParentNode().equals(process()))
        .toList();
  }

  /** What an end event says became of a process that comes to it; empty where it says nothing. */
  static String outcome(Element end) {
    return end.getAttributeNS(CARAVAN, "outcome");
  }

  /** The ids of what a process comes to where no boundary event leads it elsewhere. */
  Set<String> reachedByFlowsAlone() {
    Set<String> reached = new TreeSet<>();
    elements("startEvent").forEach(start -> reached.add(start.getAttribute("id")));
    int before = 0;
    while (reached.size() > before) {
      before = reached.size();
      flows().stream()
          .filter(flow -> reached.contains(flow.getAttribute("sourceRef")))
          .forEach(flow -> reached.add(flow.getAttribute("targetRef")));
    }
    return reached;
  }

  static String documentation(Element element) {
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if ("documentation".equals(child.getLocalName())) {
        return child.getTextContent().strip();
      }
    }
    return "";
  }

  private static List<Element> list(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
