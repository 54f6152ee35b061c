package dev.caravan.sandbox.netbox;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** A habit of NetBox: holds on every simulated version, and on a real one where one is given. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(Targets.class)
@interface ContractTest {

  /** The first minor version that has this habit, such as 4.5. */
  String from() default "4.0";

  /** The first minor version that has it no more. */
  String before() default "9.0";
}
