package dev.caravan.sandbox.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a body of {@code multipart/form-data}, whose bytes are the characters of a text. */
final class Multipart {

  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
  private static final Pattern NAME = Pattern.compile("; name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("; filename=\"([^\"]*)\"");

  private Multipart() {}

  static boolean is(String contentType) {
    return contentType.startsWith("multipart/form-data");
  }

  /** Fields as texts, files as {@link Call.SentFile}. */
  static ObjectNode read(String contentType, String body) throws Call.NoJson {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw new Call.NoJson("Multipart form parse error - Invalid boundary in multipart: None");
    }
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    for (String part : ("\r\n" + body).split(Pattern.quote("\r\n--" + boundary.group(1)), -1)) {
      int head = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(part);
      if (head >= 0 && name.find()) {
        put(form, utf8(name.group(1)), part.substring(0, head), part.substring(head + 4));
      }
    }
    return form;
  }

  private static void put(ObjectNode form, String name, String head, String value) {
    Matcher file = FILE.matcher(head);
    if (file.find()) {
      byte[] content = value.getBytes(StandardCharsets.ISO_8859_1);
      form.putPOJO(name, new Call.SentFile(utf8(file.group(1)), content));
    } else {
      form.put(name, utf8(value));
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
