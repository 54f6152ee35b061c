package dev.caravan.devicelibrary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.definition.Definition;
import dev.caravan.definition.DefinitionKind;
import dev.caravan.definition.DefinitionProblem;
import dev.caravan.library.LibraryFile;
import dev.caravan.library.LibrarySnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/**
 * Finds the images of definitions in their library: those that device types flag, and those that
 * bear the file name of a module type. What cannot be sent is a warning of its definition.
 */
final class DefinitionImages {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_NAME = 50;

  private final LibrarySnapshot snapshot;
  private final DataSize most;
  private final Map<String, LibraryFile> files = new HashMap<>();
  private final List<DefinitionImage> found = new ArrayList<>();

  DefinitionImages(LibrarySnapshot snapshot, DataSize most) {
    this.snapshot = snapshot;
    this.most = most;
  }

  /** The same definitions, with a warning for each image that is missing or cannot be sent. */
  List<Definition> find(List<Definition> definitions) {
    snapshot
        .images()
        .forEach(
            file -> files.putIfAbsent(key(file.folder(), file.vendor(), stem(file.name())), file));
    return definitions.stream().map(each -> each.valid() ? find(each) : each).toList();
  }

  /** The images that may be sent. */
  List<DefinitionImage> found() {
    return List.copyOf(found);
  }

  private Definition find(Definition definition) {
    List<DefinitionProblem> problems = new ArrayList<>(definition.problems());
    if (definition.kind() == DefinitionKind.MODULE_TYPE) {
      String stem = stem(definition.path().substring(definition.path().lastIndexOf('/') + 1));
      for (String side : List.of("", ".front", ".rear")) {
        file("module-images", definition, stem + side)
            .ifPresent(file -> take(definition, name(stem, side), "", file, problems));
      }
    } else {
      JsonNode content = content(definition);
      for (String side : List.of("front", "rear")) {
        if (content.path(side + "_image").asBoolean()) {
          elevation(definition, side, problems);
        }
      }
    }
    return with(definition, problems);
  }

  private void elevation(Definition definition, String side, List<DefinitionProblem> problems) {
    String slot = side + "_image";
    String stem = definition.slug() + "." + side;
    file("elevation-images", definition, stem)
        .ifPresentOrElse(
            file -> take(definition, slot, "/" + slot, file, problems),
            () ->
                problems.add(
                    DefinitionProblem.warning(
                        "/" + slot,
                        "image-missing",
                        "The library has no file elevation-images/%s/%s.*: no image is sent"
                            .formatted(definition.vendor(), stem))));
  }

  private void take(
      Definition definition,
      String slot,
      String pointer,
      LibraryFile file,
      List<DefinitionProblem> problems) {
    long bytes = snapshot.size(file);
    if (bytes > most.toBytes()) {
      problems.add(
          DefinitionProblem.warning(
              pointer,
              "image-too-large",
              "%s has %d bytes, more than the %d of LIBRARY_MOST_IMAGE_BYTES: it is not sent"
                  .formatted(file.path(), bytes, most.toBytes())));
    } else if (!ImageFormat.begins(snapshot.read(file, ImageFormat.FIRST_BYTES))) {
      problems.add(
          DefinitionProblem.warning(
              pointer,
              "image-broken",
              "%s does not begin as an image (png, jpeg, gif, webp, bmp, tiff, avif): it is not sent"
                  .formatted(file.path())));
    } else {
      found.add(new DefinitionImage(definition.path(), slot, file, bytes));
    }
  }

  private Optional<LibraryFile> file(String folder, Definition definition, String stem) {
    return Optional.ofNullable(files.get(key(folder, definition.vendor(), stem)));
  }

  private static String key(String folder, String vendor, String stem) {
    return "%s/%s/%s".formatted(folder, vendor, stem).toLowerCase(Locale.ROOT);
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** NetBox takes no longer names of attachments; which side it is stays to be seen. */
  private static String name(String stem, String side) {
    int most = LONGEST_NAME - side.length();
    return (stem.length() <= most ? stem : stem.substring(0, most)) + side;
  }

  private static JsonNode content(Definition definition) {
    try {
      return JSON.readTree(String.valueOf(definition.content()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a definition's content is no JSON", impossible);
    }
  }

  private static Definition with(Definition definition, List<DefinitionProblem> problems) {
    return new Definition(
        definition.path(),
        definition.vendor(),
        definition.kind(),
        definition.manufacturer(),
        definition.model(),
        definition.slug(),
        definition.content(),
        definition.components(),
        problems);
  }
}
