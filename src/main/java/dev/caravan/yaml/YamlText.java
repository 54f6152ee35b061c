package dev.caravan.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/** Turns the bytes of a file into text: UTF-8, with or without byte order mark, of bounded size. */
final class YamlText {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private YamlText() {}

  static String decode(byte[] bytes, int mostBytes) throws UnreadableYaml {
    if (bytes.length > mostBytes) {
      throw new UnreadableYaml(
          "too-large", "The file is larger than %,d bytes".formatted(mostBytes));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      String text =
          UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(buffer)
              .toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableYaml(
          "encoding",
          "The file is not UTF-8: line %d has a byte that cannot be read"
              .formatted(lineAt(bytes, buffer.position())));
    }
  }

  private static int lineAt(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }
}
