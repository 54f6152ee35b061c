package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/** Objects of one sort that are to be created: what they look like and what becomes of them. */
public interface BulkTarget<T> {

  /** Where they are created, such as {@code dcim/manufacturers}. */
  String path();

  /** The object to send. */
  JsonNode body(T item);

  /** Whether this object of NetBox is that item, by the keys that NetBox keeps unique. */
  boolean is(T item, JsonNode row);

  /** False once it is known that the item will not be wanted, because its definition is refused. */
  default boolean wanted(T item) {
    return true;
  }

  /**
   * The message that goes into NetBox's change log with each object, by which it is known again as
   * ours; empty for none.
   */
  default String mark() {
    return "";
  }

  /** What the change log calls the objects, such as {@code dcim.interfacetemplate}. */
  default String model() {
    return "";
  }

  /** Whether NetBox refuses a second object with the same keys. */
  default boolean unique() {
    return true;
  }

  /** They are about to be sent: from now on they may stand. */
  default void intended(List<T> items) {}

  /** Nobody took them: they were not sent after all. */
  default void notSent(List<T> items) {}

  /** What was sent is over: it was done, or surely was not and will not be. */
  default void settled() {}

  /** They stand now, made by us. */
  void created(List<Made<T>> made);

  /** NetBox will not have it, and says why. */
  void refused(T item, JsonNode errors);

  /** Looks which of the items stand already and tells of each object found. */
  List<? extends Turn> look(List<T> items, Consumer<JsonNode> row);

  /**
   * These were found standing although nobody had told us so.
   *
   * @param origin the same for all of them
   */
  void found(List<Made<T>> standing, Origin origin);
}
