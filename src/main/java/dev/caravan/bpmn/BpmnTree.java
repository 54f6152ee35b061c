package dev.caravan.bpmn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Grows the tree of elements while the file is read, and stops where it grows too large. */
final class BpmnTree extends DefaultHandler {

  private static final int MAX_DEPTH = 40;
  private static final int MAX_ELEMENTS = 20_000;

  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable Locator locator;
  private @Nullable BpmnElement root;
  private int elements;

  /** The root element; only after the whole file was read. */
  BpmnElement root() throws SAXException {
    if (root == null) {
      throw new SAXException("the file has no element");
    }
    return root;
  }

  @Override
  public void setDocumentLocator(Locator newLocator) {
    locator = newLocator;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (++elements > MAX_ELEMENTS || open.size() >= MAX_DEPTH) {
      throw problem(
          "the file has more than %d elements or is nested deeper than %d"
              .formatted(MAX_ELEMENTS, MAX_DEPTH));
    }
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < attributes.getLength(); i++) {
      String name = BpmnNames.attribute(attributes.getURI(i), attributes.getLocalName(i));
      named.put(name, attributes.getValue(i));
    }
    open.push(new Open(BpmnNames.element(uri, localName), line(), named));
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    Open current = open.peek();
    if (current != null) {
      current.text.append(characters, start, length);
    }
  }

  @Override
  public void endElement(String uri, String localName, String qName) {
    BpmnElement closed = open.pop().close();
    Open parent = open.peek();
    if (parent == null) {
      root = closed;
    } else {
      parent.children.add(closed);
    }
  }

  @Override
  public void processingInstruction(String target, String data) throws SAXException {
    throw problem("a processing instruction (<?" + target + "?>) is not allowed");
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    throw e;
  }

  private SAXParseException problem(String message) {
    return new SAXParseException(message, locator);
  }

  private int line() {
    return locator == null ? 1 : locator.getLineNumber();
  }

  private static final class Open {
    final String name;
    final int line;
    final Map<String, String> attributes;
    final StringBuilder text = new StringBuilder();
    final List<BpmnElement> children = new ArrayList<>();

    Open(String name, int line, Map<String, String> attributes) {
      this.name = name;
      this.line = line;
      this.attributes = attributes;
    }

    BpmnElement close() {
      return new BpmnElement(name, line, attributes, text.toString().strip(), children);
    }
  }
}
