package dev.caravan.health;

/**
 * What a look at a component showed.
 *
 * @param message for people: what is so and, where it is not well, what to do
 */
record Finding(Status status, String message) {

  static Finding up(String message) {
    return new Finding(Status.UP, message);
  }

  static Finding degraded(String message) {
    return new Finding(Status.DEGRADED, message);
  }

  static Finding down(String message) {
    return new Finding(Status.DOWN, message);
  }

  static Finding unknown(String message) {
    return new Finding(Status.UNKNOWN, message);
  }
}
