package dev.caravan.content;

import dev.caravan.bpmn.BpmnGuard;
import dev.caravan.worker.RouteSyntax;
import dev.caravan.workflow.WorkflowContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.Resource;

/**
 * Checks all content at once, before any of it runs: each file by itself, and whether processes,
 * forms and routes fit each other. It needs no database and no engine.
 */
public final class ContentCheck {

  private final WorkflowContent content;
  private final Instant now;
  private final Map<String, ProcessContent> processes = new LinkedHashMap<>();
  private final RouteFiles routes = new RouteFiles();

  private ContentCheck(WorkflowContent content, Instant now) {
    this.content = content;
    this.now = now;
  }

  /**
   * What was found.
   *
   * @param problems by file and line, errors and warnings
   */
  public record Report(List<ContentProblem> problems, int processes, int routes) {

    public List<ContentProblem> errors() {
      return problems.stream().filter(each -> !each.warning()).toList();
    }

    public List<ContentProblem> warnings() {
      return problems.stream().filter(ContentProblem::warning).toList();
    }
  }

  public static Report of(WorkflowContent content, Clock clock) {
    return new ContentCheck(content, clock.instant()).report();
  }

  private Report report() {
    BpmnGuard guard = new BpmnGuard();
    for (Resource file : content.processes()) {
      String name = WorkflowContent.nameOf(file);
      processes.put(
          name,
          ProcessContent.read(
              name,
              label(file),
              WorkflowContent.bytesOf(file),
              WorkflowContent.formOf(file).orElse(null),
              guard,
              now));
    }
    List<Resource> files = content.routeFiles();
    try (RouteSyntax syntax = new RouteSyntax()) {
      files.forEach(file -> routes.add(label(file), WorkflowContent.bytesOf(file), syntax));
    }
    return new Report(problems(), processes.size(), files.size());
  }

  private List<ContentProblem> problems() {
    List<ContentProblem> all = new ArrayList<>();
    processes
        .values()
        .forEach(
            process -> {
              all.addAll(process.problems());
              all.addAll(ProcessFit.problems(process, processes, routes));
            });
    all.addAll(routes.problems());
    for (String location : content.locations()) {
      if (location.startsWith("file:")) {
        all.addAll(StrayFiles.in(Path.of(URI.create(location.replace(" ", "%20")).getPath())));
      }
    }
    content
        .emptyLocations()
        .forEach(
            location ->
                all.add(
                    ContentProblem.warning(
                        location,
                        0,
                        "empty",
                        "there are no processes and no routes in it",
                        "See CARAVAN_CONTENT_LOCATIONS: the folder holds processes/ and routes/")));
    return all.stream()
        .distinct()
        .sorted(Comparator.comparing(ContentProblem::file).thenComparingInt(ContentProblem::line))
        .toList();
  }

  /** The path of a file; of what Caravan brings along the path within. */
  private static String label(Resource file) {
    try {
      if (file.isFile()) {
        return relative(file.getFile().toPath());
      }
      String url = file.getURL().toString();
      return url.substring(url.lastIndexOf('!') + 1)
          .replaceFirst("^/?(BOOT-INF/classes/?!?/?)?", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String relative(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path classes = here.resolve("target/classes");
    Path shown =
        file.startsWith(classes)
            ? classes.relativize(file)
            : file.startsWith(here) ? here.relativize(file) : file;
    return Files.exists(file) ? shown.toString() : file.toString();
  }
}
