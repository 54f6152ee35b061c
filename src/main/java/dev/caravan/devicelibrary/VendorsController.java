package dev.caravan.devicelibrary;

import dev.caravan.failure.RetryableFailure;
import dev.caravan.library.LibraryProperties;
import dev.caravan.library.LibrarySource;
import dev.caravan.library.Vendor;
import dev.caravan.library.VendorList;
import dev.caravan.library.Vendors;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the vendors of the library that imports read by default. */
@RestController
@RequestMapping("/api/v1/vendors")
@Tag(name = "Imports", description = "Device types and module types from a library")
class VendorsController {

  private static final Duration UNTIL_FETCHED = Duration.ofSeconds(5);

  private final Vendors vendors;
  private final LibraryProperties library;

  VendorsController(Vendors vendors, LibraryProperties library) {
    this.vendors = vendors;
    this.library = library;
  }

  /**
   * A page of vendors, and where they were read.
   *
   * @param library the library's URL, ref and the commit that the ref stood at
   */
  record VendorPage(List<Vendor> items, @Nullable String next, Library library) {

    record Library(String url, String ref, String commit) {}
  }

  @GetMapping
  @Operation(summary = "List the library's vendors with the number of their definitions")
  VendorPage list(PageRequest page) {
    LibrarySource source = library.source();
    VendorList list =
        vendors
            .known(source)
            .orElseThrow(
                () ->
                    RetryableFailure.resource(
                        "The library %s is being fetched: try again in a few seconds"
                            .formatted(source.url()),
                        UNTIL_FETCHED));
    Page<Vendor> shown = Page.of(rows(list, page), page, vendor -> Cursor.of(vendor.name()));
    return new VendorPage(
        shown.items(),
        shown.next(),
        new VendorPage.Library(source.url(), source.ref(), list.commit()));
  }

  private static List<Vendor> rows(VendorList list, PageRequest page) {
    List<String> names = List.copyOf(list.names());
    int from = page.after().map(cursor -> names.indexOf(cursor.text(0)) + 1).orElse(0);
    return list.vendors().stream().skip(from).limit(page.rowsToRead()).toList();
  }
}
