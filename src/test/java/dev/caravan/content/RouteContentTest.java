package dev.caravan.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route is one short operation, says what it does, and is used. */
class RouteContentTest {

  private static final int MOST_LINES = 60;
  private static final Set<String> SCRIPTING =
      Set.of(
          "script",
          "groovy",
          "js",
          "javascript",
          "python",
          "mvel",
          "ognl",
          "spel",
          "java",
          "joor",
          "jactl",
          "csimple",
          "wasm",
          "language",
          "process");
  private static final Pattern CALL = Pattern.compile("\\$\\{(?!bean:|bodyAs\\()[^}]*\\(");
  private static final Pattern NAMED = Pattern.compile("\"(direct:[^\"]+)\"");
  private static final Pattern HOST =
      Pattern.compile("\\b(https?|ftp|ssh|git)://(localhost|[^\\s/?{$\"']*\\.[^\\s/?{$\"']+)");

  static List<RouteFile> files() {
    return RouteFile.readAll();
  }

  @Test
  void thereIsNothingButRoutes() {
    assertThat(RouteFile.all())
        .allSatisfy(
            file ->
                assertThat(file.toString())
                    .matches("(.*/)?routes/[a-z]+/[a-z]+(-[a-z]+)*\\.camel\\.yaml"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void isOneOperationCalledAsItsPath(RouteFile file) {
    if (file.isShared()) {
      assertThat(file.routes()).isEmpty();
      return;
    }
    assertThat(file.entries()).hasSize(1);
    assertThat(file.routes())
        .singleElement()
        .satisfies(route -> assertThat(RouteFile.id(route)).isEqualTo(file.expectedId()));
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysWhatItDoes(RouteFile file) {
    assertThat(file.routes())
        .allSatisfy(
            route ->
                assertThat(String.valueOf(route.getOrDefault("description", "")))
                    .hasSizeGreaterThan(20));
  }

  @ParameterizedTest
  @MethodSource("files")
  void isShort(RouteFile file) {
    assertThat(file.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @ParameterizedTest
  @MethodSource("files")
  void holdsNoScript(RouteFile file) {
    assertThat(file.words())
        .allSatisfy(
            word -> {
              assertThat(SCRIPTING).as("%s: a step or language", file).doesNotContain(word.key());
              if (word.key().equals("simple")) {
                assertThat(CALL.matcher(word.value()).find())
                    .as("%s: a call in '%s'", file, word.value())
                    .isFalse();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("files")
  void knowsNoAddress(RouteFile file) {
    assertThat(file.words())
        .filteredOn(word -> !word.key().equals("description"))
        .noneSatisfy(
            word -> assertThat(HOST.matcher(word.value()).find()).as(word.value()).isTrue());
  }

  @Test
  void eachRouteIsReached() throws IOException {
    Set<String> topics = new HashSet<>();
    ProcessFile.readAll().forEach(process -> topics.addAll(process.topics()));
    Set<String> called = new HashSet<>();
    files().forEach(file -> called.addAll(calledBy(file)));
    called.addAll(calledByJava());

    assertThat(files().stream().flatMap(file -> file.routes().stream()))
        .allSatisfy(
            route -> assertThat(isReached(route, topics, called)).as(describe(route)).isTrue());
  }

  private static boolean isReached(
      Map<String, Object> route, Set<String> topics, Set<String> called) {
    String from = RouteFile.from(route);
    if (from.startsWith("worker:")) {
      return topics.contains(from.substring("worker:".length()));
    }
    if (from.startsWith("direct:")) {
      return called.contains(from);
    }
    return RouteFile.id(route).startsWith("schedules.");
  }

  private static Set<String> calledBy(RouteFile file) {
    Set<String> called = new HashSet<>();
    file.words().stream()
        .filter(word -> !word.value().equals("direct:" + file.expectedId()))
        .filter(word -> word.value().startsWith("direct:"))
        .forEach(word -> called.add(word.value()));
    return called;
  }

  private static Set<String> calledByJava() throws IOException {
    Set<String> called = new HashSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher named = NAMED.matcher(Files.readString(file));
        while (named.find()) {
          called.add(named.group(1));
        }
      }
    }
    return called;
  }

  private static String describe(Map<String, Object> route) {
    return "%s, which begins with %s, is called by no process, schedule, route or Java"
        .formatted(RouteFile.id(route), RouteFile.from(route));
  }
}
