package dev.caravan.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LibraryRulesTest {

  private static final Set<String> VENDORS = Set.of("Acme", "Acme-Two", "Generic", "Testing");

  private final DefinitionCheck check = new DefinitionCheck(new DefinitionSchemas(Map.of()));

  @Test
  void theFirstOfTwinsByPathStays() {
    List<String> found =
        found(
            device("Acme/Widget.yml", "Acme", "Widget", "acme-widget"),
            device("Acme/Widget.yaml", "Acme", "widget", "acme-widget-2"));

    assertThat(found).containsExactly("Acme/Widget.yaml", "Acme/Widget.yml /model twin");
  }

  @Test
  void aTwinThatIsInvalidTakesNobodysPlace() {
    List<String> found =
        found(
            device("Acme/Widget.yaml", "Acme", "Widget", "no slug"),
            device("Acme/Widget.yml", "Acme", "Widget", "acme-widget"));

    assertThat(found).containsExactly("Acme/Widget.yaml /slug slug", "Acme/Widget.yml");
  }

  @Test
  void aSlugIsTakenOncePerManufacturer() {
    List<String> found =
        found(
            device("Acme/A.yaml", "Acme", "A", "same"),
            device("Acme/B.yaml", "Acme", "B", "same"),
            device("Generic/C.yaml", "Generic", "C", "same"));

    assertThat(found)
        .containsExactly("Acme/A.yaml", "Acme/B.yaml /slug slug-taken", "Generic/C.yaml");
  }

  @Test
  void aFolderWithOnlyTheDefinitionsOfOthersIsNoVendor() {
    List<String> found =
        found(
            device("Generic/A.yaml", "Generic", "A", "a"),
            device("Testing/B.yaml", "Generic", "B", "b"));

    assertThat(found)
        .containsExactly("Generic/A.yaml", "Testing/B.yaml /manufacturer folder-not-vendor");
  }

  @Test
  void aFolderOfDefinitionsOfAnotherVendorIsOnlyOdd() {
    List<Definition> checked =
        check(device("Acme/A.yaml", "Acme", "A", "a"), device("Acme-Two/B.yaml", "Acme", "B", "b"));

    assertThat(checked).allMatch(Definition::valid);
    assertThat(checked.stream().flatMap(each -> each.problems().stream()))
        .extracting(DefinitionProblem::rule)
        .containsExactly("folder-name");
  }

  @Test
  void aFolderThatIsSpelledOtherwiseIsOnlyOdd() {
    List<Definition> checked =
        check(
            device("Acme-Two/A.yaml", "Acme Two", "A", "a"),
            device("Acme/B.yaml", "Acme", "B", "b"),
            device("Acme/C.yaml", "Bought Company", "C", "c"));

    assertThat(checked).allMatch(Definition::valid);
    assertThat(checked.stream().flatMap(each -> each.problems().stream()))
        .extracting(DefinitionProblem::rule)
        .containsExactly("folder-name", "folder-name");
  }

  private Definition device(String path, String manufacturer, String model, String slug) {
    String yaml = "manufacturer: %s\nmodel: %s\nslug: %s\n".formatted(manufacturer, model, slug);
    return check.check(DefinitionKind.DEVICE_TYPE, "device-types/" + path, yaml.getBytes(UTF_8));
  }

  private static List<Definition> check(Definition... definitions) {
    return LibraryRules.check(List.of(definitions), VENDORS);
  }

  private static List<String> found(Definition... definitions) {
    return check(definitions).stream()
        .map(
            each ->
                Stream.concat(
                        Stream.of(each.path().replaceFirst("device-types/", "")),
                        each.problems().stream().map(p -> p.pointer() + " " + p.rule()))
                    .reduce((a, b) -> a + " " + b)
                    .orElseThrow())
        .toList();
  }
}
