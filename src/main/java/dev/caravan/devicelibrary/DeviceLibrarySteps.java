package dev.caravan.devicelibrary;

import dev.caravan.definition.Definition;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.git.FetchWatch;
import dev.caravan.library.LibraryClone;
import dev.caravan.library.LibraryProperties;
import dev.caravan.library.LibrarySnapshot;
import dev.caravan.library.LibrarySource;
import dev.caravan.library.Vendor;
import dev.caravan.library.VendorList;
import dev.caravan.library.Vendors;
import dev.caravan.worker.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the steps that read a library do; each gives back the variables that it sets. */
@Component("deviceLibrarySteps")
public class DeviceLibrarySteps {

  private static final Logger log = LoggerFactory.getLogger(DeviceLibrarySteps.class);

  private final LibraryClone clone;
  private final Vendors vendors;
  private final LibraryProperties properties;
  private final DefinitionStore store;
  private final ImageProperties images;

  DeviceLibrarySteps(
      LibraryClone clone,
      Vendors vendors,
      LibraryProperties properties,
      DefinitionStore store,
      ImageProperties images) {
    this.images = images;
    this.clone = clone;
    this.vendors = vendors;
    this.properties = properties;
    this.store = store;
  }

  /**
   * Brings the chosen library here.
   *
   * @return {@code library_url}, {@code library_ref} and the full id of the {@code commit}
   */
  public Map<String, Object> fetch(Step step) {
    ImportInputs inputs = new ImportInputs(step.inputs());
    LibrarySource source = properties.source(inputs.chosenUrl(), inputs.chosenRef());
    try (LibrarySnapshot snapshot = clone.fetch(source, watch(step))) {
      return Map.of(
          "library_url", source.url(), "library_ref", source.ref(), "commit", snapshot.commit());
    }
  }

  /**
   * Finds the folders of the vendors that were chosen.
   *
   * @return {@code vendors}: name and number of device types and module types of each
   */
  public Map<String, Object> listVendors(Step step) {
    ImportInputs inputs = new ImportInputs(step.inputs());
    VendorList list;
    try (LibrarySnapshot snapshot = clone.at(inputs.source(), inputs.commit(), watch(step))) {
      list = vendors.of(inputs.source(), snapshot);
    }
    List<InputProblem> unknown = list.unknown(inputs.selectedVendors());
    if (!unknown.isEmpty()) {
      String names = unknown.stream().map(InputProblem::message).collect(Collectors.joining("; "));
      throw PermanentFailure.validation(names, unknown);
    }
    List<Vendor> chosen = list.chosen(inputs.selectedVendors());
    if (chosen.isEmpty()) {
      throw PermanentFailure.validation(
          "No vendor is chosen",
          List.of(new InputProblem("/selected_vendors", "names at least one vendor, or \"all\"")));
    }
    return Map.of("vendors", chosen.stream().map(DeviceLibrarySteps::variable).toList());
  }

  private static Map<String, Object> variable(Vendor vendor) {
    return Map.of(
        "name", vendor.name(),
        "device_types", vendor.deviceTypes(),
        "module_types", vendor.moduleTypes(),
        "rack_types", vendor.rackTypes());
  }

  /**
   * Reads and checks the definitions of these vendors into the import's work list.
   *
   * @return {@code definitions_read}, {@code definitions_valid}, {@code definitions_invalid} and
   *     {@code library_warnings}
   */
  public Map<String, Object> read(Step step) {
    ImportInputs inputs = new ImportInputs(step.inputs());
    DefinitionFilter filter = DefinitionFilter.of(inputs.filter());
    UUID process = UUID.fromString(step.processId());
    try (LibrarySnapshot snapshot = clone.at(inputs.source(), inputs.commit(), watch(step))) {
      DefinitionReader reader = new DefinitionReader(snapshot);
      reader.warnings().forEach(warning -> log.warn("{}: {}", inputs.source().url(), warning));
      List<Definition> read = reader.read(Set.copyOf(inputs.vendors()), filter, progress(step));
      DefinitionImages images = new DefinitionImages(snapshot, this.images.mostImageBytes());
      if (inputs.images()) {
        read = images.find(read);
      }
      step.requireHeld();
      if (!store.replace(process, read, images.found())) {
        log.info("Process {} is past reading: its definitions are left as they are", process);
      }
      return counted(store.count(process), reader.warnings());
    }
  }

  private static Map<String, Object> counted(ReadCount count, List<String> warnings) {
    return Map.of(
        "definitions_read",
        count.read(),
        "definitions_valid",
        count.read() - count.invalid(),
        "definitions_invalid",
        count.invalid(),
        "library_warnings",
        warnings);
  }

  private static BiConsumer<Integer, Integer> progress(Step step) {
    return (done, total) -> {
      step.requireHeld();
      step.progress(done, total, "definitions");
    };
  }

  private static FetchWatch watch(Step step) {
    return new FetchWatch() {
      @Override
      public void received(long done, long total) {
        step.progress(done, total, "objects");
      }

      @Override
      public boolean wanted() {
        return step.held();
      }

      @Override
      public boolean comesBack() {
        return true;
      }
    };
  }
}
