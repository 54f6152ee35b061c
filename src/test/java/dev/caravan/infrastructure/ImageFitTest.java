package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which flavors an image can run on. */
class ImageFitTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FLAVOR =
      "\"id\": \"1\", \"name\": \"small\", \"vcpus\": 1, \"ram\": 512, \"disk\": 1";
  private static final String IMAGE = "\"id\": \"i\", \"name\": \"linux\"";

  @Test
  void memoryAndDiskAreLargeEnough() {
    assertThat(problems("", ", \"min_ram\": 512, \"min_disk\": 1, \"size\": 1073741824")).isEmpty();
    assertThat(problems("", ", \"min_ram\": 513, \"min_disk\": 2, \"size\": 1073741825"))
        .containsExactly(
            "Flavor small has 512 MB of memory, and image linux wants 513.",
            "Flavor small has a disk of 1 GB, and image linux wants 2.",
            "Flavor small has a disk of 1 GB, and image linux has 1073741825 bytes.");
    assertThat(problems("", ", \"min_ram\": 0, \"size\": null")).isEmpty();
  }

  @Test
  void aFlavorWithoutADiskIsDoubtedOnly() {
    JsonNode none = ImageFit.flavor(json("{\"id\": \"1\", \"name\": \"none\", \"disk\": 0}"));
    JsonNode image = ImageFit.image(json("{" + IMAGE + ", \"min_disk\": 9}"));

    assertThat(ImageFit.problems(none, image)).isEmpty();
    assertThat(ImageFit.doubt(none, image).orElseThrow()).contains("no disk");
  }

  @Test
  void architecturesAreTheSameWhereBothAreSaid() {
    String arm = ", \"extra_specs\": {\"hw:architecture\": \"aarch64\"}";
    String trait = ", \"extra_specs\": {\"trait:HW_ARCH_X86_64\": \"required\"}";

    assertThat(problems(arm, ", \"hw_architecture\": \"arm64\"")).isEmpty();
    assertThat(problems(arm, "")).isEmpty();
    assertThat(problems("", ", \"architecture\": \"x86_64\"")).isEmpty();
    assertThat(problems(trait, ", \"architecture\": \"i686\"")).isEmpty();
    assertThat(problems(arm, ", \"architecture\": \"x86_64\""))
        .containsExactly("Flavor small is for aarch64, and image linux for x86_64.");
    assertThat(problems(trait, ", \"hw_architecture\": \"aarch64\""))
        .containsExactly("Flavor small is for x86_64, and image linux for aarch64.");
  }

  private static List<String> problems(String ofFlavor, String ofImage) {
    return ImageFit.problems(
        ImageFit.flavor(json("{" + FLAVOR + ofFlavor + "}")),
        ImageFit.image(json("{" + IMAGE + ofImage + "}")));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
