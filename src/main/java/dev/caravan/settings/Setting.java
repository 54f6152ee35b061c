package dev.caravan.settings;

import java.util.Optional;

/**
 * An environment variable that Caravan reads.
 *
 * @param action what to do where its value is wrong
 */
record Setting(String variable, Check check, String action) {

  Optional<Problem> problemOf(String value) {
    return check.wrong(value).map(what -> new Problem(variable, what, action));
  }
}
