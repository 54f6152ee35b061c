package dev.caravan.devicelibrary;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.InputProblem;
import dev.caravan.library.LibraryClone;
import dev.caravan.library.LibraryProperties;
import dev.caravan.library.LibrarySource;
import dev.caravan.library.Vendors;
import dev.caravan.workflow.StartCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/** Says before an import starts what would stop it: unknown vendors, a filter that is none. */
@Component
class ImportStartCheck implements StartCheck {

  private final Vendors vendors;
  private final LibraryClone clone;
  private final LibraryProperties properties;

  ImportStartCheck(Vendors vendors, LibraryClone clone, LibraryProperties properties) {
    this.vendors = vendors;
    this.clone = clone;
    this.properties = properties;
  }

  @Override
  public String workflow() {
    return "import-vendors";
  }

  /** Vendors are looked up only where the library was read a short while ago: nothing waits. */
  @Override
  public List<InputProblem> check(UUID process, JsonNode form) {
    List<InputProblem> problems = new ArrayList<>();
    DefinitionFilter.problem(form.path("device_type_filter").asText("")).ifPresent(problems::add);
    JsonNode library = form.path("library");
    LibrarySource source =
        properties.source(library.path("url").asText(null), library.path("ref").asText(null));
    clone
        .problem(source)
        .ifPresentOrElse(problems::add, () -> problems.addAll(unknown(source, form)));
    return problems;
  }

  private List<InputProblem> unknown(LibrarySource source, JsonNode form) {
    List<String> names =
        StreamSupport.stream(form.path("selected_vendors").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    return vendors.fresh(source).map(list -> list.unknown(names)).orElse(List.of());
  }
}
