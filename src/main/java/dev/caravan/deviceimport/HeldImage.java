package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;

/**
 * An image that NetBox holds.
 *
 * @param path of its address, without the host and what a storage signs it with
 * @param stamp NetBox's time of creation of the device type or attachment
 * @param attachment the number of the attachment; 0 for the image of a device type
 */
record HeldImage(String path, String stamp, long attachment) {

  /**
   * The image in a field of NetBox's object, if there is one.
   *
   * @param row the device type or the attachment
   */
  static Optional<HeldImage> in(JsonNode row, Image image) {
    String address = row.path(image.field()).asText("");
    return row.path(image.field()).isNull() || address.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HeldImage(
                path(address),
                row.path("created").asText(""),
                image.attached() ? row.path("id").asLong() : 0));
  }

  private static String path(String address) {
    try {
      return String.valueOf(URI.create(address).getRawPath());
    } catch (IllegalArgumentException notEncoded) {
      return address;
    }
  }
}
