package dev.caravan.health;

/** Looks at one component; what it throws means that the component is down. */
interface ComponentCheck {

  Component component();

  Finding look();

  /** Whether it asks an outside system: then only its schedule and who asks for it make it look. */
  default boolean outside() {
    return false;
  }
}
