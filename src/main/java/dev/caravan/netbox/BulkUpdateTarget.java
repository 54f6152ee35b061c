package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Objects of one sort that are to be changed, and what becomes of them. */
public interface BulkUpdateTarget<T> {

  /** Where they live, such as {@code dcim/interface-templates}. */
  String path();

  /** False once it is known that the change will not be wanted. */
  boolean wanted(T item);

  /** They are about to be sent: from now on they may be done. */
  default void changing(List<Patch<T>> patches) {}

  void updated(List<Patch<T>> patches);

  /** NetBox will not have it, and says why. */
  void refused(Patch<T> patch, JsonNode errors);
}
