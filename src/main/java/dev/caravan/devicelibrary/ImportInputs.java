package dev.caravan.devicelibrary;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.library.LibrarySource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of an import as the steps that read its library take them. */
record ImportInputs(Map<String, Object> variables) {

  @Nullable String chosenUrl() {
    return inLibrary("url");
  }

  @Nullable String chosenRef() {
    return inLibrary("ref");
  }

  private @Nullable String inLibrary(String key) {
    return variables.get("library") instanceof Map<?, ?> library && library.get(key) != null
        ? library.get(key).toString()
        : null;
  }

  /** The library that was fetched. */
  LibrarySource source() {
    return new LibrarySource(required("library_url"), required("library_ref"));
  }

  String commit() {
    return required("commit");
  }

  @Nullable String filter() {
    return variables.get("device_type_filter") instanceof String text ? text : null;
  }

  /** Whether images are wanted; a process of before they were imported doesn't say. */
  boolean images() {
    return Boolean.TRUE.equals(variables.get("images"));
  }

  List<String> selectedVendors() {
    return variables.get("selected_vendors") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** The folders that were found for them. */
  List<String> vendors() {
    return variables.get("vendors") instanceof List<?> found
        ? found.stream().map(ImportInputs::name).toList()
        : List.of();
  }

  private static String name(Object vendor) {
    return vendor instanceof Map<?, ?> fields
        ? String.valueOf(fields.get("name"))
        : vendor.toString();
  }

  private String required(String name) {
    if (variables.get(name) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw PermanentFailure.configuration(
        "The workflow gives this step no variable %s: declare it as an input".formatted(name));
  }
}
