package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list that is empty by a typo would look as if all were well. */
class ListFilterStoryTest extends FabricStory {

  @ParameterizedTest
  @CsvSource({
    "resources, drift, spec_drift",
    "resources, state, orphaned",
    "resources, health, degraded",
    "runs, status, succeeded"
  })
  void aWordThatNothingCanHaveIsRefused(String list, String parameter, String word) {
    String path = "/api/v1/fabrics/%s/%s?%s=".formatted(fabric(Map.of()), list, parameter);

    assertThat(as("viewer").get(path + word).status()).isEqualTo(200);
    for (String wrong : List.of("bogus", "", word.toUpperCase(Locale.ROOT), word + "s")) {
      Answer refused = as("viewer").get(path + wrong);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
      assertThat(refused.json().at("/details/errors/0/pointer").asText())
          .isEqualTo("/" + parameter);
      assertThat(refused.json().at("/details/errors/0/message").asText()).contains(word);
    }
  }
}
