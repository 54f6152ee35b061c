package dev.caravan.waiting;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A GET that takes {@code ?wait=} and is answered once what it shows is at rest. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Waits {

  /** The key of the query. */
  String KEY = "wait";

  /** The longest wait, in seconds. */
  int MOST_SECONDS = 300;

  /** Who knows whether it is at rest. */
  Class<? extends Unrest> on();

  /** The variable of the path that holds the id of what is waited for. */
  String id() default "id";
}
