package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows infrastructure templates, and takes new ones and new versions. */
@RestController
@RequestMapping("/api/v1/templates")
@Tag(name = "Deployments", description = "Infrastructure on OpenStack clouds")
class TemplateController {

  private final Templates templates;
  private final TemplateStore store;

  TemplateController(Templates templates, TemplateStore store) {
    this.templates = templates;
    this.store = store;
  }

  @GetMapping
  @Operation(summary = "List the newest version of every template, without secrets, by name")
  Page<TemplateView> list(PageRequest page) {
    return Page.of(store.list(page), page).map(TemplateView::of);
  }

  @GetMapping("/{name}")
  @Operation(summary = "Show the newest version of a template, or an older one")
  TemplateView get(
      @PathVariable("name") String name,
      @RequestParam(name = "version", required = false) @Nullable Integer version) {
    return TemplateView.of(
        version == null ? templates.require(name) : templates.require(name, version));
  }

  @PostMapping
  @Operation(summary = "Keep a template as the newest version of its name")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<TemplateView> keep(@RequestBody JsonNode content, Principal user) {
    Template template = templates.keep(content, user.getName());
    return ResponseEntity.created(URI.create("/api/v1/templates/" + template.name()))
        .body(TemplateView.of(template));
  }
}
