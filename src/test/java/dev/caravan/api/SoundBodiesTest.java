package dev.caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.failure.InputProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;

class SoundBodiesTest {

  record Order(
      @Nullable String orderName,
      @Nullable Line main,
      @Nullable List<Line> lines,
      @Nullable Map<String, Line> byName,
      @Nullable JsonNode anything,
      @Nullable Map<String, Object> free) {}

  record Line(@JsonProperty("the_item") @Nullable String item) {}

  private final ObjectMapper json =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Test
  void pointsAtEveryUnknownKeyAtEveryDepth() throws IOException {
    String order =
        """
        {"nam": {"a": 1}, "order_name": "x", "main": {"itm": 1, "the_item": "y"},
         "lines": [{"the_item": "a"}, {"the_item": "b", "a/b~c": [1]}],
         "by_name": {"n": {"item": "z"}}, "orderName": null}
        """;

    assertThat(problems(order))
        .extracting(InputProblem::pointer)
        .containsExactly("/nam", "/main/itm", "/lines/1/a~1b~0c", "/by_name/n/item", "/orderName");
  }

  @Test
  void saysWhatIsKnown() throws IOException {
    assertThat(problems("{\"main\": {\"itm\": 1}}"))
        .containsExactly(new InputProblem("/main/itm", "is unknown; known here: the_item"));
  }

  @Test
  void leavesFreeDocumentsAlone() throws IOException {
    assertThat(problems("{\"anything\": {\"x\": {\"y\": 1}}, \"free\": {\"z\": {\"a\": []}}}"))
        .isEmpty();
    assertThat(problems("[1, 2]")).isEmpty();
  }

  @Test
  void pointsAtEveryNullInAListOrMap() throws IOException {
    String order =
        """
        {"order_name": null, "lines": [null, {"the_item": null}, null], "by_name": {"n": null},
         "anything": [null], "free": {"z": null}}
        """;

    assertThat(compared(order).nulls())
        .extracting(InputProblem::pointer)
        .containsExactly("/lines/0", "/lines/2", "/by_name/n", "/free/z");
  }

  private List<InputProblem> problems(String body) throws IOException {
    return compared(body).problems();
  }

  private KnownKeys compared(String body) throws IOException {
    return new SoundBodies(new MappingJackson2HttpMessageConverter(json))
        .compared(json.readTree(body.getBytes(UTF_8)), json.constructType(Order.class));
  }
}
