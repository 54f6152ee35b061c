package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a server of a flavor can be made from an image, as Nova would judge when it is asked. */
final class ImageFit {

  private static final long GIB = 1L << 30;

  private ImageFit() {}

  /** What a plan keeps of a flavor. */
  static ObjectNode flavor(JsonNode listed) {
    ObjectNode kept = Candidates.identity(listed);
    kept.put("vcpus", listed.path("vcpus").asInt());
    kept.put("ram_mb", listed.path("ram").asInt());
    kept.put("disk_gb", listed.path("disk").asInt());
    JsonNode specs = listed.path("extra_specs");
    for (String said :
        new String[] {"hw:architecture", "hw_architecture", "capabilities:cpu_info:arch"}) {
      if (specs.has(said)) {
        kept.put("architecture", architecture(specs.path(said).asText()));
      }
    }
    specs
        .properties()
        .forEach(
            spec -> {
              String trait = "trait:HW_ARCH_";
              if (spec.getKey().startsWith(trait) && spec.getValue().asText().equals("required")) {
                kept.put("architecture", architecture(spec.getKey().substring(trait.length())));
              }
            });
    return kept;
  }

  /** What a plan keeps of an image. */
  static ObjectNode image(JsonNode listed) {
    ObjectNode kept = Candidates.identity(listed);
    kept.put("min_disk_gb", listed.path("min_disk").asInt(0));
    kept.put("min_ram_mb", listed.path("min_ram").asInt(0));
    kept.put("size_bytes", listed.path("size").asLong(0));
    for (String said : new String[] {"architecture", "hw_architecture"}) {
      if (!listed.path(said).asText("").isEmpty()) {
        kept.put("architecture", architecture(listed.path(said).asText()));
      }
    }
    return kept;
  }

  /** One architecture has several names. */
  private static String architecture(String said) {
    String plain = said.strip().toLowerCase(Locale.ROOT).replaceFirst("^s?==?\\s*", "");
    return switch (plain) {
      case "amd64", "x86-64", "x64" -> "x86_64";
      case "arm64", "armv8" -> "aarch64";
      case "i386", "i486", "i586", "x86" -> "i686";
      default -> plain;
    };
  }

  /** Everything for which Nova would refuse it; both as a plan keeps them. */
  static List<String> problems(JsonNode flavor, JsonNode image) {
    List<String> problems = new ArrayList<>();
    String of = "Flavor " + flavor.path("name").asText();
    String from = "image " + image.path("name").asText();
    long ram = flavor.path("ram_mb").asLong();
    if (image.path("min_ram_mb").asLong() > ram) {
      problems.add(
          "%s has %d MB of memory, and %s wants %d."
              .formatted(of, ram, from, image.path("min_ram_mb").asLong()));
    }
    long disk = flavor.path("disk_gb").asLong();
    if (disk > 0 && image.path("min_disk_gb").asLong() > disk) {
      problems.add(
          "%s has a disk of %d GB, and %s wants %d."
              .formatted(of, disk, from, image.path("min_disk_gb").asLong()));
    }
    if (disk > 0 && image.path("size_bytes").asLong() > disk * GIB) {
      problems.add(
          "%s has a disk of %d GB, and %s has %d bytes."
              .formatted(of, disk, from, image.path("size_bytes").asLong()));
    }
    String mine = flavor.path("architecture").asText("");
    String its = image.path("architecture").asText("");
    // A processor of 64 bits runs programs of 32.
    boolean older = mine.equals("x86_64") && its.equals("i686");
    if (!mine.isEmpty() && !its.isEmpty() && !mine.equals(its) && !older) {
      problems.add("%s is for %s, and %s for %s.".formatted(of, mine, from, its));
    }
    return problems;
  }

  /** What a cloud with the usual policy would refuse, and another one would not. */
  static Optional<String> doubt(JsonNode flavor, JsonNode image) {
    return flavor.path("disk_gb").asLong() > 0
        ? Optional.empty()
        : Optional.of(
            "Flavor %s has no disk: most clouds make no server from image %s with it."
                .formatted(flavor.path("name").asText(), image.path("name").asText()));
  }
}
