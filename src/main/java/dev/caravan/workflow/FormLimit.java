package dev.caravan.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.JsonPointers;
import dev.caravan.failure.PermanentFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** How large it may be what callers fill in a form with: it is kept, copied and listed often. */
@Component
public class FormLimit {

  private final DataSize most;

  FormLimit(FormSettings settings) {
    this.most = settings.maxSize();
  }

  /**
   * Refuses what is too large, naming its largest part.
   *
   * @param place the pointer of the form in what the caller sent
   */
  public void require(String message, String place, JsonNode form) {
    if (size(form) <= most.toBytes()) {
      return;
    }
    String largest =
        form.properties().stream()
            .max(Comparator.comparingLong(field -> size(field.getValue())))
            .map(Map.Entry::getKey)
            .map(name -> JsonPointers.of("", name))
            .orElse("");
    throw PermanentFailure.validation(
        message,
        List.of(
            new InputProblem(
                place + largest,
                "makes it larger than the %d bytes that it may have".formatted(most.toBytes()))));
  }

  private static long size(JsonNode json) {
    return json.toString().getBytes(UTF_8).length;
  }
}
