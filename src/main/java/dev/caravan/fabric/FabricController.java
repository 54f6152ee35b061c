package dev.caravan.fabric;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Cursor;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.Versions;
import dev.caravan.waiting.Waits;
import dev.caravan.workflow.Asked;
import dev.caravan.workflow.ProcessUnrest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Fabrics, their objects and their syncs over HTTP. */
@RestController
@RequestMapping("/api/v1/fabrics")
@Tag(name = "Fabrics", description = "Network fabrics in git and Kubernetes, kept in sync")
class FabricController {

  private static final int CHANGES_SHOWN = 1000;

  private final Fabrics fabrics;
  private final FabricStore store;
  private final FabricViews views;
  private final FabricResourceStore resources;
  private final SyncRunStore runs;
  private final ChangeStore changes;
  private final Verification verification;

  FabricController(
      Fabrics fabrics,
      FabricStore store,
      FabricViews views,
      FabricResourceStore resources,
      SyncRunStore runs,
      ChangeStore changes,
      Verification verification) {
    this.fabrics = fabrics;
    this.store = store;
    this.views = views;
    this.resources = resources;
    this.runs = runs;
    this.changes = changes;
    this.verification = verification;
  }

  /** How a sync is to be; all of it may be said in the query as well. */
  @Schema(name = "SyncWish")
  record SyncWish(
      @Nullable Boolean dryRun, @Nullable Boolean acceptEmpty, @Nullable Boolean selfHeal) {}

  /** A sync that was begun: its process tells how it goes and ends. */
  @Schema(name = "SyncBegun")
  record Begun(
      UUID runId,
      UUID processId,
      UUID fabricId,
      String requestId,
      String status,
      boolean dryRun,
      String statusUrl) {}

  /** A run with what it did to each object; no more than a thousand of them are shown. */
  @Schema(name = "SyncRunDetails")
  record RunDetails(@JsonUnwrapped SyncRun run, List<Change> changes) {}

  @GetMapping
  @Operation(summary = "List fabrics by name, each with how it stands now")
  Page<FabricView> list(PageRequest page) {
    Page<Fabric> shown = Page.of(store.list(page), page);
    return shown.with(views.of(shown.items()));
  }

  @PostMapping
  @Operation(summary = "Add a fabric; it is synced at once and then every interval")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<FabricView> add(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      schema =
                          @Schema(
                              description = "A fabric needs its name, and nothing else yet",
                              allOf = FabricBody.class,
                              requiredProperties = "name")))
          @RequestBody
          FabricBody body,
      Principal user) {
    Fabric fabric = fabrics.add(body, user.getName());
    return ResponseEntity.created(URI.create("/api/v1/fabrics/" + fabric.id()))
        .eTag(Versions.tag(fabric.version()))
        .body(views.of(fabric));
  }

  @GetMapping("/{id}")
  @Waits(on = FabricUnrest.class)
  @Operation(summary = "Show a fabric: how it stands, when and against what that was proved")
  ResponseEntity<FabricView> get(@PathVariable("id") UUID id) {
    return answer(store.require(id));
  }

  @GetMapping(path = "/verify", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "Check the whole chain that keeps fabrics in sync; says what is missing")
  ResponseEntity<Verification.Report> verify() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(verification.report(store.all()));
  }

  @GetMapping(path = "/verify", produces = MediaType.TEXT_PLAIN_VALUE)
  @Operation(hidden = true)
  ResponseEntity<String> verifyInWords() {
    Verification.Report report = Objects.requireNonNull(verify().getBody());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(report.text());
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Change a fabric; it is looked at anew at once")
  ResponseEntity<FabricView> change(
      @PathVariable("id") UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody FabricBody body) {
    return answer(fabrics.change(id, Versions.expected(ifMatch), body));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Forget a fabric; neither cluster nor git is touched")
  void delete(
      @PathVariable("id") UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    fabrics.delete(id, Versions.expected(ifMatch));
  }

  @PostMapping("/{id}/sync")
  @Operation(
      summary =
          "Sync now; dry_run gives the plan, accept_empty believes empty sources, self_heal lets"
              + " git win this once")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<Begun> sync(
      @PathVariable("id") UUID id,
      @RequestParam(name = "dry_run", required = false) @Nullable Boolean dryRun,
      @RequestParam(name = "accept_empty", required = false) @Nullable Boolean acceptEmpty,
      @RequestParam(name = "self_heal", required = false) @Nullable Boolean selfHeal,
      @RequestBody(required = false) @Nullable SyncWish wish,
      Principal user) {
    boolean dry = either(dryRun, wish == null ? null : wish.dryRun());
    boolean empty = either(acceptEmpty, wish == null ? null : wish.acceptEmpty());
    boolean heal = either(selfHeal, wish == null ? null : wish.selfHeal());
    SyncRun run = fabrics.sync(id, new SyncRuns.Wish("manual", dry, empty, heal), Asked.by(user));
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/fabrics/%s/runs/%s".formatted(id, run.id())))
        .body(
            new Begun(
                run.id(),
                run.id(),
                id,
                run.requestId(),
                run.status(),
                dry,
                "/api/v1/processes/%s/status".formatted(run.id())));
  }

  private static boolean either(@Nullable Boolean one, @Nullable Boolean other) {
    return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
  }

  @GetMapping("/{id}/resources")
  @Waits(on = FabricUnrest.class)
  @Operation(summary = "List objects with both sides and how they differ")
  Page<FabricResource> resources(
      @PathVariable("id") UUID id,
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {
                        "in_sync",
                        "spec_drift",
                        "desired_only",
                        "actual_only",
                        "creation_pending",
                        "deletion_pending"
                      }))
          @RequestParam(name = "drift", required = false)
          @Nullable String drift,
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {
                        "draft",
                        "committed",
                        "synced",
                        "drifted",
                        "orphaned",
                        "pending"
                      }))
          @RequestParam(name = "state", required = false)
          @Nullable String state,
      @RequestParam(name = "kind", required = false) @Nullable String kind,
      @Parameter(
              schema = @Schema(allowableValues = {"healthy", "progressing", "degraded", "unknown"}))
          @RequestParam(name = "health", required = false)
          @Nullable String health,
      PageRequest page) {
    store.require(id);
    ListFilter filter = new ListFilter();
    filter.check("drift", drift, ListFilter.DRIFTS);
    filter.check("state", state, ListFilter.STATES);
    filter.check("health", health, ListFilter.HEALTHS);
    filter.requireGood();
    return Page.of(
        resources.list(id, drift, state, kind, health, page), page, FabricResourceStore::cursor);
  }

  @GetMapping("/{id}/resources/{resource}")
  @Operation(summary = "Show an object with both sides and how they differ")
  FabricResource resource(@PathVariable("id") UUID id, @PathVariable("resource") UUID resource) {
    return resources.require(id, resource);
  }

  @GetMapping("/{id}/runs")
  @Waits(on = FabricUnrest.class)
  @Operation(summary = "List syncs, the newest first")
  Page<SyncRun> runs(
      @PathVariable("id") UUID id,
      @Parameter(
              schema =
                  @Schema(
                      allowableValues = {"queued", "running", "succeeded", "failed", "cancelled"}))
          @RequestParam(name = "status", required = false)
          @Nullable String status,
      PageRequest page) {
    store.require(id);
    ListFilter filter = new ListFilter();
    filter.check("status", status, ListFilter.RUN_STATUSES);
    filter.requireGood();
    return Page.of(runs.list(id, status, page), page, run -> Cursor.of(run.createdAt(), run.id()));
  }

  @GetMapping("/{id}/runs/{run}")
  @Waits(on = ProcessUnrest.class, id = "run")
  @Operation(summary = "Show a sync with what it did, or would do, to each object")
  RunDetails run(@PathVariable("id") UUID id, @PathVariable("run") UUID run) {
    SyncRun found =
        runs.find(run)
            .filter(each -> each.fabricId().equals(id))
            .orElseThrow(() -> PermanentFailure.notFound("There is no sync run " + run));
    return new RunDetails(found, changes.of(run, CHANGES_SHOWN));
  }

  private ResponseEntity<FabricView> answer(Fabric fabric) {
    return ResponseEntity.ok().eTag(Versions.tag(fabric.version())).body(views.of(fabric));
  }
}
