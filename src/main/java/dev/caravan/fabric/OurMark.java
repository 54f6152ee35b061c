package dev.caravan.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Says on an object which fabric has applied it. The name that we write under is that of every
 * Caravan; the id of a fabric is of one alone, and counts where we have written it ourselves: it is
 * copied with the rest when people make an object of another.
 */
final class OurMark {

  static final String ANNOTATION = "caravan.dev/fabric";

  /** How a cluster names the annotation where it refuses it. */
  static final String FIELD = ".metadata.annotations." + ANNOTATION;

  private OurMark() {}

  /** Marks what is about to be applied. */
  static void put(ObjectNode body, UUID fabric) {
    ObjectNode metadata = body.withObjectProperty("metadata");
    if (metadata.path("annotations").isObject() || metadata.path("annotations").isMissingNode()) {
      metadata.withObjectProperty("annotations").put(ANNOTATION, fabric.toString());
    }
  }

  /** Whether this fabric has applied the object, whatever became of the answer. */
  static boolean isOn(JsonNode object, UUID fabric) {
    return said(object).equals(fabric.toString()) && wasApplied(object, true);
  }

  /**
   * Whether an object that is on record as ours may be deleted: it must carry the mark, or, where
   * it was applied before there was one, at least the name that we write under.
   */
  static boolean letsGo(JsonNode object, UUID fabric) {
    return said(object).isEmpty() ? wasApplied(object, false) : isOn(object, fabric);
  }

  private static String said(JsonNode object) {
    return object.path("metadata").path("annotations").path(ANNOTATION).asText("");
  }

  /** Whether we have applied a part of it, or the mark itself. */
  private static boolean wasApplied(JsonNode object, boolean mark) {
    return StreamSupport.stream(object.at("/metadata/managedFields").spliterator(), false)
        .filter(each -> each.path("manager").asText().equals(Applying.FIELD_MANAGER))
        .filter(each -> each.path("operation").asText().equals("Apply"))
        .anyMatch(
            each ->
                !mark
                    || each.path("fieldsV1")
                        .path("f:metadata")
                        .path("f:annotations")
                        .has("f:" + ANNOTATION));
  }
}
