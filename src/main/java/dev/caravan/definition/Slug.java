package dev.caravan.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.Locale;

/** The short name of a type in addresses. */
final class Slug {

  private Slug() {}

  /**
   * Gives a type without a slug one made of manufacturer and model, as the library's own slugs are;
   * newer libraries leave it out.
   *
   * @return whether that was needed and possible
   */
  static boolean derive(DefinitionKind kind, ObjectNode fields) {
    String slug = of(fields.path("manufacturer").asText() + " " + fields.path("model").asText());
    if (!kind.hasSlug()
        || !fields.path("slug").isMissingNode()
        || !fields.path("manufacturer").isValueNode()
        || !fields.path("model").isValueNode()
        || slug.isEmpty()) {
      return false;
    }
    fields.put("slug", slug.substring(0, Math.min(slug.length(), TextRules.SLUG)));
    return true;
  }

  private static String of(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replace("+", "-plus")
        .replace("&", "-and-")
        .replaceAll("[\\p{M}!,'\"()]", "")
        .replaceAll("[^a-z0-9_]+", "-")
        .replaceAll("^-+|-+$", "");
  }
}
