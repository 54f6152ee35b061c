package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.BulkUpdateTarget;
import dev.caravan.netbox.Patch;
import java.util.List;

/** The first of two changes that only together are the wanted one: it isn't done yet after it. */
record FirstOfTwo<T>(BulkUpdateTarget<T> whole) implements BulkUpdateTarget<T> {

  @Override
  public String path() {
    return whole.path();
  }

  @Override
  public boolean wanted(T item) {
    return whole.wanted(item);
  }

  @Override
  public void changing(List<Patch<T>> patches) {
    whole.changing(patches);
  }

  @Override
  public void updated(List<Patch<T>> patches) {}

  @Override
  public void refused(Patch<T> patch, JsonNode errors) {
    whole.refused(patch, errors);
  }
}
