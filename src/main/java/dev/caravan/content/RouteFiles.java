package dev.caravan.content;

import dev.caravan.worker.RouteSyntax;
import dev.caravan.yaml.YamlDocument;
import dev.caravan.yaml.YamlProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All files of routes, read and held against each other. */
final class RouteFiles {

  private static final int MOST_BYTES = 1_000_000;
  private static final Pattern LINE = Pattern.compile("line (\\d+)");

  private final List<RouteOutline> outlines = new ArrayList<>();
  private final List<ContentProblem> problems = new ArrayList<>();
  private boolean whole = true;

  /** Reads a file; what cannot be read is a problem. */
  void add(String file, byte[] yaml, RouteSyntax syntax) {
    YamlDocument.Parsed parsed = YamlDocument.parse(yaml, MOST_BYTES);
    Optional<YamlProblem> flaw =
        parsed.problems().stream()
            .filter(each -> !each.rule().equals("yaml-too-complex"))
            .findFirst();
    if (flaw.isPresent()) {
      Matcher line = LINE.matcher(flaw.get().message());
      refuse(
          file,
          line.find() ? Integer.parseInt(line.group(1)) : 1,
          flaw.get().rule(),
          flaw.get().message(),
          "Mind indentation, colons and quotes");
      return;
    }
    if (parsed.problems().isEmpty() && !parsed.content().isArray()) {
      refuse(file, 1, "route", "holds no list of routes", "Begin it with '- route:'");
      return;
    }
    syntax
        .refusal(file, yaml)
        .ifPresent(
            refusal ->
                refuse(
                    file,
                    refusal.line(),
                    "route",
                    refusal.message(),
                    "See how routes/ and Camel's YAML documentation write it"));
    outlines.add(RouteOutline.of(file, parsed));
  }

  private void refuse(String file, int line, String rule, String message, String remedy) {
    whole = false;
    problems.add(ContentProblem.error(file, line, rule, message, remedy));
  }

  /** Whether each file could be read, so that what is in none of them is nowhere. */
  boolean whole() {
    return whole;
  }

  /** The topics that routes serve. */
  Set<String> topics() {
    return sources(RouteOutline.WORKER);
  }

  /** Whether the route of a topic surely returns what it was given. */
  boolean returnsInputs(String topic) {
    return outlines.stream()
        .flatMap(outline -> outline.sources().stream())
        .anyMatch(
            source -> source.uri().equals(RouteOutline.WORKER + topic) && source.returnsInputs());
  }

  /** What is wrong with the files, each by itself and together. */
  List<ContentProblem> problems() {
    List<ContentProblem> all = new ArrayList<>(problems);
    twice(all);
    if (whole) {
      Set<String> known =
          sources(RouteOutline.DIRECT).stream()
              .map(name -> RouteOutline.DIRECT + name)
              .collect(Collectors.toCollection(TreeSet::new));
      outlines.stream()
          .flatMap(outline -> outline.shared().stream())
          .forEach(id -> known.add(RouteOutline.CONFIGURATION + id));
      outlines.forEach(outline -> calls(outline, known, all));
    }
    return all;
  }

  private static void calls(RouteOutline outline, Set<String> known, List<ContentProblem> all) {
    outline.calls().stream()
        .filter(call -> !known.contains(call.name()) && !call.name().contains("*"))
        .forEach(
            call ->
                all.add(
                    ContentProblem.error(
                        outline.file(),
                        call.line(),
                        "route-call",
                        "no route begins with and nothing is called '%s'%s"
                            .formatted(call.name(), Likeness.meant(call.name(), known)),
                        "Correct the name or write that route")));
  }

  private void twice(List<ContentProblem> all) {
    Map<String, String> seen = new HashMap<>();
    for (RouteOutline outline : outlines) {
      outline
          .names()
          .forEach(name -> once("the id " + name.name(), name.line(), outline, seen, all));
      outline.sources().forEach(source -> once(source.uri(), source.line(), outline, seen, all));
    }
  }

  private static void once(
      String what,
      int line,
      RouteOutline outline,
      Map<String, String> seen,
      List<ContentProblem> all) {
    if (what.startsWith(RouteOutline.WORKER)
        || what.startsWith(RouteOutline.DIRECT)
        || what.startsWith("the id ")) {
      String here = "%s line %d".formatted(outline.file(), line);
      String before = seen.putIfAbsent(what, here);
      if (before != null) {
        all.add(
            ContentProblem.error(
                outline.file(),
                line,
                "route-twice",
                "%s belongs to a route already: %s".formatted(what, before),
                "Take another name, or remove one of the two"));
      }
    }
  }

  private Set<String> sources(String scheme) {
    return outlines.stream()
        .flatMap(outline -> outline.sources().stream())
        .map(RouteOutline.Source::uri)
        .filter(uri -> uri.startsWith(scheme))
        .map(uri -> uri.substring(scheme.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
