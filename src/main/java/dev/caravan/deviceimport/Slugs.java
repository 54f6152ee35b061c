package dev.caravan.deviceimport;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes slugs of names as NetBox's own forms do (Django's {@code slugify}). */
final class Slugs {

  private static final Pattern NOT_ASCII = Pattern.compile("[^\\p{ASCII}]");
  private static final Pattern NOT_ALLOWED = Pattern.compile("[^\\w\\s-]");
  private static final Pattern GAPS = Pattern.compile("[-\\s]+");
  private static final Pattern ENDS = Pattern.compile("^[-_]+|[-_]+$");
  private static final int LONGEST = 100;

  private Slugs() {}

  static String of(String name) {
    String ascii =
        NOT_ASCII.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    String plain = NOT_ALLOWED.matcher(ascii.toLowerCase(Locale.ROOT)).replaceAll("");
    String slug = ENDS.matcher(GAPS.matcher(plain.strip()).replaceAll("-")).replaceAll("");
    String found = slug.isEmpty() ? "x" + Integer.toHexString(name.hashCode()) : slug;
    return found.length() <= LONGEST ? found : found.substring(0, LONGEST);
  }
}
