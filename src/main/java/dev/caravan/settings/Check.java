package dev.caravan.settings;

import java.util.Optional;

/** Looks at the value of a variable; answers what is wrong, nothing where it is right. */
@FunctionalInterface
interface Check {

  Optional<String> wrong(String value);
}
