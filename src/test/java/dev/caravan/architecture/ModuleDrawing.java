package dev.caravan.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The modules with their purposes and dependencies, as Markdown with a Mermaid diagram. */
final class ModuleDrawing {

  private static final Pattern PURPOSE = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

  private final SortedMap<String, Set<String>> dependencies = new TreeMap<>();

  ModuleDrawing(ApplicationModules modules) {
    for (ApplicationModule module : modules) {
      Set<String> uses =
          module.getDirectDependencies(modules).stream()
              .map(dependency -> name(dependency.getTargetModule()))
              .filter(target -> !target.equals(name(module)))
              .collect(Collectors.toCollection(TreeSet::new));
      dependencies.put(name(module), uses);
    }
  }

  String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Modules\n\nDrawn by `ModulesTest` from the code; an arrow means \"uses\".\n\n");
    page.append("```mermaid\ngraph TD\n");
    dependencies.forEach(
        (module, uses) -> {
          page.append("  ").append(module).append('\n');
          uses.forEach(
              used -> page.append("  ").append(module).append(" --> ").append(used).append('\n'));
        });
    page.append("```\n\n| module | what it is for | uses |\n| --- | --- | --- |\n");
    dependencies.forEach(
        (module, uses) ->
            page.append(
                "| `%s` | %s | %s |\n"
                    .formatted(module, purpose(module), String.join(", ", uses))));
    return page.toString();
  }

  private static String name(ApplicationModule module) {
    return module.getIdentifier().toString();
  }

  private static String purpose(String module) {
    Path info = Path.of("src/main/java/dev/caravan", module.replace('.', '/'), "package-info.java");
    try {
      Matcher comment = PURPOSE.matcher(Files.readString(info));
      return comment.find()
          ? comment.group(1).replaceAll("\\s*\\n\\s*\\*", " ").replaceAll("\\s+", " ").strip()
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
