package dev.caravan.devicelibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.definition.Definition;
import dev.caravan.definition.DefinitionKind;
import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DefinitionFilterTest {

  private static final Definition WIDGET =
      new Definition(
          "device-types/Acme/Widget.yaml",
          "Acme",
          DefinitionKind.DEVICE_TYPE,
          "Acme",
          "W 9000",
          "acme-w9k",
          null,
          Map.of(),
          List.of());

  @Test
  void findsInModelSlugAndPath() {
    for (String filter : List.of("9000$", "^acme-w9k", "Acme/Wid", "(?i)widget", "", " ")) {
      assertThat(DefinitionFilter.of(filter).keeps(WIDGET)).as(filter).isTrue();
    }
    assertThat(DefinitionFilter.of(null).keeps(WIDGET)).isTrue();
    assertThat(DefinitionFilter.of("^9000").keeps(WIDGET)).isFalse();
  }

  @Test
  void saysWhatIsWrongWithAPattern() {
    assertThatThrownBy(() -> DefinitionFilter.of("a(b"))
        .isInstanceOf(PermanentFailure.class)
        .extracting("details")
        .asString()
        .contains("/device_type_filter", "near index 3");
    assertThat(DefinitionFilter.problem("x".repeat(501))).isPresent();
  }

  @Test
  @Timeout(120)
  void stopsAPatternThatRunsAway() {
    Definition longModel =
        new Definition(
            "device-types/Acme/" + "a".repeat(60) + "!",
            "Acme",
            DefinitionKind.DEVICE_TYPE,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of());

    assertThatThrownBy(() -> DefinitionFilter.of("(a|aa)+\\1#").keeps(longModel))
        .isInstanceOf(PermanentFailure.class)
        .extracting("details")
        .asString()
        .contains("takes too long");
  }
}
