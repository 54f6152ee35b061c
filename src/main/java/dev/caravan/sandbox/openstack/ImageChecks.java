package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Whether Nova makes a server of a flavor from an image. */
final class ImageChecks {

  private static final long GIB = 1L << 30;

  private ImageChecks() {}

  static void require(ObjectNode image, Flavor flavor) {
    if (!image.path("status").asText().equals("active")) {
      throw NovaErrors.badRequest("Image " + Images.id(image) + " is not active.");
    }
    if (flavor.ram() < image.path("min_ram").asInt()) {
      throw NovaErrors.badRequest("Flavor's memory is too small for requested image.");
    }
    long disk = flavor.disk() * GIB;
    if (image.path("size").asLong() > disk) {
      throw NovaErrors.badRequest(
          "Flavor's disk is too small for requested image. Flavor disk is %d bytes, image is %d bytes."
              .formatted(disk, image.path("size").asLong()));
    }
    long least = image.path("min_disk").asLong() * GIB;
    if (least > disk) {
      throw NovaErrors.badRequest(
          "Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is %d bytes, minimum size is %d bytes."
              .formatted(disk, least));
    }
  }
}
