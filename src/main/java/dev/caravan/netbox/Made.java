package dev.caravan.netbox;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An item and the object that stands for it in NetBox.
 *
 * @param row the object as NetBox answered it
 */
public record Made<T>(T item, long id, JsonNode row) {

  public static <T> Made<T> of(T item, JsonNode row) {
    return new Made<>(item, row.path("id").asLong(), row);
  }
}
