package dev.caravan.devicelibrary;

import dev.caravan.definition.Definition;
import dev.caravan.definition.DefinitionCheck;
import dev.caravan.definition.DefinitionKind;
import dev.caravan.definition.DefinitionSchemas;
import dev.caravan.definition.LibraryRules;
import dev.caravan.library.LibraryFile;
import dev.caravan.library.LibrarySnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Reads and checks the definitions of some vendors from a library at a commit. */
final class DefinitionReader {

  private static final int MOST_SCHEMA_BYTES = 4 * 1024 * 1024;

  private final LibrarySnapshot snapshot;
  private final DefinitionSchemas schemas;

  DefinitionReader(LibrarySnapshot snapshot) {
    this.snapshot = snapshot;
    this.schemas = new DefinitionSchemas(schemaFiles(snapshot));
  }

  private static Map<String, byte[]> schemaFiles(LibrarySnapshot snapshot) {
    return snapshot.schemas().stream()
        .collect(
            Collectors.toMap(LibraryFile::name, file -> snapshot.read(file, MOST_SCHEMA_BYTES)));
  }

  /** Why definitions are held against the rules of NetBox alone, for each kind without schema. */
  List<String> warnings() {
    return Arrays.stream(DefinitionKind.values())
        .map(schemas::missing)
        .flatMap(Optional::stream)
        .map(reason -> "No schema to check definitions by, " + reason)
        .toList();
  }

  /**
   * The definitions that the filter keeps, in the order of their paths. Twins are looked for before
   * filtering: which of two is imported does not depend on the filter.
   *
   * @param vendors the folders to read
   * @param progress hears how many files are done, of how many
   */
  List<Definition> read(
      Set<String> vendors, DefinitionFilter filter, BiConsumer<Integer, Integer> progress) {
    List<LibraryFile> all = snapshot.definitions();
    Set<String> folders = all.stream().map(LibraryFile::vendor).collect(Collectors.toSet());
    List<LibraryFile> files = all.stream().filter(file -> vendors.contains(file.vendor())).toList();
    DefinitionCheck check = new DefinitionCheck(schemas);
    List<Definition> read = new ArrayList<>(files.size());
    for (LibraryFile file : files) {
      DefinitionKind kind = DefinitionKind.ofPath(file.path()).orElseThrow();
      byte[] bytes = snapshot.read(file, DefinitionCheck.bytesToRead());
      read.add(check.check(kind, file.path(), bytes));
      progress.accept(read.size(), files.size());
    }
    return LibraryRules.check(read, folders).stream().filter(filter::keeps).toList();
  }
}
