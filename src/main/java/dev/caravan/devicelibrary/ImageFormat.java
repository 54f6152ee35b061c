package dev.caravan.devicelibrary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The kinds of images that NetBox and browsers show, told by their first bytes. */
enum ImageFormat {
  PNG("\u0089PNG\r\n\u001a\n.*"),
  JPEG("\u00ff\u00d8\u00ff.*"),
  GIF("GIF8[79]a.*"),
  WEBP("RIFF....WEBP.*"),
  BMP("BM.*"),
  TIFF("(II\\*\u0000|MM\u0000\\*).*"),
  AVIF("....ftyp(avif|avis|mif1).*");

  /** So many bytes tell them apart. */
  static final int FIRST_BYTES = 16;

  private final Pattern beginning;

  ImageFormat(String beginning) {
    this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
  }

  /** Whether these are the first bytes of an image. */
  static boolean begins(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values()).anyMatch(format -> format.beginning.matcher(text).matches());
  }
}
