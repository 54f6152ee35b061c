package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is wrong with one field. */
record Cause(String reason, String message, String field) {

  static Cause invalid(String field, String value, String words) {
    return new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + words, field);
  }

  static Cause required(String field) {
    return new Cause("FieldValueRequired", "Required value", field);
  }

  static Cause required(String field, String words) {
    return new Cause("FieldValueRequired", "Required value: " + words, field);
  }

  static Cause forbidden(String field, String words) {
    return new Cause("FieldValueForbidden", "Forbidden: " + words, field);
  }

  static Cause unsupported(String field, String value, String supported) {
    String words = "Unsupported value: " + value + ": supported values: " + supported;
    return new Cause("FieldValueNotSupported", words, field);
  }

  /** As it stands in the message of the Status. */
  String line() {
    return field + ": " + message;
  }

  ObjectNode asJson() {
    return Json.object("reason", reason, "message", message, "field", field);
  }
}
