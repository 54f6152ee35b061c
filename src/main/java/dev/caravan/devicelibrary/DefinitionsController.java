package dev.caravan.devicelibrary;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what became of each definition of an import. */
@RestController
@RequestMapping("/api/v1/processes/{id}/definitions")
@Tag(name = "Imports", description = "Device types and module types from a library")
class DefinitionsController {

  private final DefinitionStore store;

  DefinitionsController(DefinitionStore store) {
    this.store = store;
  }

  @GetMapping
  @Operation(summary = "List what became of every definition of an import, by path")
  Page<DefinitionView> list(
      @PathVariable("id") UUID process,
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {
                        "created",
                        "updated",
                        "unchanged",
                        "skipped",
                        "invalid",
                        "refused",
                        "planned",
                        "gone",
                        "unfinished",
                        "uncertain",
                        "not_written"
                      }))
          @RequestParam(name = "outcome", required = false)
          @Nullable String outcome,
      @Parameter(schema = @Schema(allowableValues = {"device_type", "module_type", "rack_type"}))
          @RequestParam(name = "kind", required = false)
          @Nullable String kind,
      @RequestParam(name = "manufacturer", required = false) @Nullable String manufacturer,
      PageRequest page) {
    DefinitionQuery query = new DefinitionQuery(outcome, kind, manufacturer);
    if (!store.processExists(process)) {
      throw PermanentFailure.notFound("There is no process " + process);
    }
    return Page.of(store.list(process, query, page), page, DefinitionStore::cursor);
  }
}
