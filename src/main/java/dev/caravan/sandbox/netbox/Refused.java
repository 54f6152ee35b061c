package dev.caravan.sandbox.netbox;

/** A value that a field does not accept, with NetBox's words for it. */
final class Refused extends Exception {

  Refused(String message) {
    super(message, null, false, false);
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
