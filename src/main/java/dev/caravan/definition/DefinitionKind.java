package dev.caravan.definition;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The sorts of type that a library defines, each in a folder of its own with its own schema. */
public enum DefinitionKind {
  DEVICE_TYPE("device_type", "device-types", "devicetype.json"),
  MODULE_TYPE("module_type", "module-types", "moduletype.json"),
  RACK_TYPE("rack_type", "rack-types", "racktype.json");

  private final String label;
  private final String folder;
  private final String schema;

  DefinitionKind(String label, String folder, String schema) {
    this.label = label;
    this.folder = folder;
    this.schema = schema;
  }

  /** The word for it in the API and in tables. */
  @JsonValue
  public String label() {
    return label;
  }

  /** The folder of the library that holds the vendors' folders. */
  public String folder() {
    return folder;
  }

  /** Whether types of this kind have a slug; those of modules have none. */
  boolean hasSlug() {
    return this != MODULE_TYPE;
  }

  String schema() {
    return schema;
  }

  /** The kind with this label, if there is one. */
  public static Optional<DefinitionKind> ofLabel(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  /** The kind that a path of the library belongs to, if any. */
  public static Optional<DefinitionKind> ofPath(String path) {
    return Arrays.stream(values()).filter(kind -> path.startsWith(kind.folder + "/")).findFirst();
  }
}
