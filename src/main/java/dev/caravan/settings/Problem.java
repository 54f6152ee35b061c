package dev.caravan.settings;

/**
 * One environment variable that is wrong; its value is never told, because it may be a secret.
 *
 * @param what what is wrong
 * @param action what to do
 */
record Problem(String variable, String what, String action) {

  @Override
  public String toString() {
    return "%s %s".formatted(variable, what);
  }
}
