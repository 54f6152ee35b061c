package dev.caravan.netbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** A file and the fields that go with it, as a body of {@code multipart/form-data} (RFC 7578). */
public final class Upload {

  private final String boundary = "caravan-" + UUID.randomUUID();
  private final Map<String, String> fields;
  private final String field;
  private final String fileName;
  private final byte[] content;

  /**
   * @param fields what goes before the file, in this order
   * @param field the name of the field that the file is the value of
   */
  public Upload(Map<String, String> fields, String field, String fileName, byte[] content) {
    this.fields = fields;
    this.field = field;
    this.fileName = fileName;
    this.content = content.clone();
  }

  /** The value of the header {@code Content-Type}. */
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** All parts, each behind the boundary. */
  public byte[] body() {
    ByteArrayOutputStream body = new ByteArrayOutputStream(content.length + 1024);
    fields.forEach(
        (name, value) -> part(body, "name=\"%s\"".formatted(quoted(name)), bytes(value)));
    part(
        body,
        "name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream"
            .formatted(quoted(field), quoted(fileName)),
        content);
    body.writeBytes(bytes("--" + boundary + "--\r\n"));
    return body.toByteArray();
  }

  private void part(ByteArrayOutputStream body, String head, byte[] value) {
    body.writeBytes(
        bytes("--%s\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(boundary, head)));
    body.writeBytes(value);
    body.writeBytes(bytes("\r\n"));
  }

  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
