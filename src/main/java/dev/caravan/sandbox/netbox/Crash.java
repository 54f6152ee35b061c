package dev.caravan.sandbox.netbox;

/** A write that NetBox finds no words for: 500 with the name of Python's exception. */
final class Crash extends RuntimeException {

  private final String exception;

  Crash(String exception, String message) {
    super(message, null, false, false);
    this.exception = exception;
  }

  String exception() {
    return exception;
  }
}
