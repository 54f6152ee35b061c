package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the server itself writes into an object's metadata, and what it lets nobody write. */
final class Metadata {

  private static final String SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final String NAME_PART = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final Pattern LABEL = Pattern.compile("(" + SUBDOMAIN + "/)?" + NAME_PART);
  private static final List<String> KEPT =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "resourceVersion",
          "selfLink");

  private Metadata() {}

  static ObjectNode of(ObjectNode object) {
    return Json.within(object, "metadata");
  }

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asText("");
  }

  static boolean isDeleted(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp");
  }

  static boolean hasFinalizers(JsonNode object) {
    return !object.path("metadata").path("finalizers").isEmpty();
  }

  /** Takes over from the live object what is not for clients to write. */
  static void keep(ObjectNode live, ObjectNode wanted) {
    ObjectNode metadata = of(wanted);
    for (String name : KEPT) {
      JsonNode value = live.path("metadata").path(name);
      if (value.isMissingNode()) {
        metadata.remove(name);
      } else {
        metadata.set(name, value);
      }
    }
    tidy(wanted);
  }

  /** What is empty is not written. */
  static void tidy(ObjectNode object) {
    for (String name : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
      if (of(object).path(name).isEmpty()) {
        of(object).remove(name);
      }
    }
  }

  static List<Cause> problems(JsonNode object) {
    List<Cause> causes = new ArrayList<>();
    String name = name(object);
    if (name.isEmpty()) {
      causes.add(Cause.required("metadata.name", "name or generateName is required"));
    } else if (!name.matches(SUBDOMAIN)) {
      causes.add(
          Cause.invalid(
              "metadata.name",
              "\"" + name + "\"",
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                  + " '-' or '.', and must start and end with an alphanumeric character (e.g."
                  + " 'example.com', regex used for validation is '"
                  + SUBDOMAIN
                  + "')"));
    }
    object
        .path("metadata")
        .path("labels")
        .fieldNames()
        .forEachRemaining(
            label -> {
              if (!LABEL.matcher(label).matches()) {
                causes.add(badLabel(label));
              }
            });
    return causes;
  }

  private static Cause badLabel(String label) {
    return Cause.invalid(
        "metadata.labels",
        "\"" + label + "\"",
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and"
            + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc',"
            + " regex used for validation is '"
            + NAME_PART
            + "')");
  }

  /** An object that is being deleted gets no new finalizers. */
  static List<Cause> newFinalizers(JsonNode live, JsonNode wanted) {
    List<String> more = new ArrayList<>();
    List<JsonNode> before = new ArrayList<>();
    live.path("metadata").path("finalizers").forEach(before::add);
    for (JsonNode finalizer : wanted.path("metadata").path("finalizers")) {
      if (isDeleted(live) && !before.contains(finalizer)) {
        more.add(finalizer.toString());
      }
    }
    return more.isEmpty()
        ? List.of()
        : List.of(
            Cause.forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new"
                    + " finalizers []string{"
                    + String.join(", ", more)
                    + "}"));
  }
}
