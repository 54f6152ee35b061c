package dev.caravan.bpmn;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads a BPMN file without trusting it: UTF-8 and XML 1.0 alone, no document type, no entities, of
 * bounded size. Whatever another XML parser might read differently is refused here, so that the
 * engine never sees another document than the one that was checked.
 */
final class BpmnReader {

  static final int MAX_BYTES = 1_000_000;

  private static final Pattern DECLARATION = Pattern.compile("^<\\?xml\\s([^>]*)\\?>");
  private static final Pattern VERSION = Pattern.compile("version\\s*=\\s*[\"']([^\"']*)[\"']");
  private static final Pattern ENCODING = Pattern.compile("encoding\\s*=\\s*[\"']([^\"']*)[\"']");

  private BpmnReader() {}

  /** The root element. */
  static BpmnElement read(byte[] xml) throws BpmnUnreadable {
    if (xml.length > MAX_BYTES) {
      throw new BpmnUnreadable(1, "the file has more than " + MAX_BYTES + " bytes");
    }
    String text = decode(xml);
    checkDeclaration(text);
    BpmnTree tree = new BpmnTree();
    try {
      parser().parse(new InputSource(new StringReader(text)), tree);
      return tree.root();
    } catch (SAXParseException e) {
      throw new BpmnUnreadable(Math.max(1, e.getLineNumber()), reason(e));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new BpmnUnreadable(1, "the file is not readable as XML: " + e.getMessage());
    }
  }

  private static String decode(byte[] xml) throws BpmnUnreadable {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new BpmnUnreadable(1, "the file is not UTF-8: save it as UTF-8");
    }
  }

  private static void checkDeclaration(String text) throws BpmnUnreadable {
    Matcher declaration = DECLARATION.matcher(text);
    if (declaration.find()) {
      require(VERSION, declaration.group(1), "1.0", "XML version");
      require(ENCODING, declaration.group(1), "UTF-8", "encoding");
    }
  }

  private static void require(Pattern pattern, String declaration, String value, String what)
      throws BpmnUnreadable {
    Matcher found = pattern.matcher(declaration);
    if (found.find() && !found.group(1).equalsIgnoreCase(value)) {
      throw new BpmnUnreadable(1, "the " + what + " must be " + value);
    }
  }

  private static SAXParser parser() throws ParserConfigurationException, SAXException {
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    factory.setXIncludeAware(false);
    return factory.newSAXParser();
  }

  private static String reason(SAXParseException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("DOCTYPE")
        ? "a document type (DOCTYPE) is not allowed: it can read files and exhaust memory"
        : message;
  }
}
