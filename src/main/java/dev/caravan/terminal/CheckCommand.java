package dev.caravan.terminal;

import dev.caravan.content.ContentCheck;
import dev.caravan.content.ContentProblem;
import dev.caravan.failure.Texts;
import dev.caravan.workflow.WorkflowContent;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.logging.LoggingSystem;

/**
 * {@code check [FOLDER...]}: checks the content that Caravan brings along, and that of folders,
 * without a start; nothing is opened. Without folders those that CARAVAN_CONTENT_LOCATIONS names
 * are checked.
 */
public final class CheckCommand {

  private static final String NAME = "check";
  private static final int IN_ORDER = 0;
  private static final int WRONG = 1;
  private static final int NOT_THERE = 2;

  private final PrintStream out;

  CheckCommand(PrintStream out) {
    this.out = out;
  }

  /** Whether a command line asks for the check; Maven puts options before it. */
  public static boolean isAsked(String[] arguments) {
    return words(arguments).stream().findFirst().filter(NAME::equals).isPresent();
  }

  /** Checks and prints; the exit status is 0 where nothing is wrong, 1 or 2 otherwise. */
  public static int run(String[] arguments) {
    // Nobody reads a log here.
    LoggingSystem.get(CheckCommand.class.getClassLoader()).beforeInitialize();
    List<String> words = words(arguments);
    return new CheckCommand(System.out)
        .check(
            words.subList(1, words.size()),
            System.getenv().getOrDefault("CARAVAN_CONTENT_LOCATIONS", ""));
  }

  int check(List<String> folders, String locations) {
    for (String folder : folders) {
      if (!Files.isDirectory(Path.of(folder))) {
        out.println(Texts.printable(folder + " is no folder"));
        return NOT_THERE;
      }
    }
    ContentCheck.Report report =
        ContentCheck.of(new WorkflowContent(locations(folders, locations)), Clock.systemUTC());
    for (ContentProblem problem : report.problems()) {
      problem.toString().lines().forEach(line -> out.println(Texts.printable(line)));
    }
    out.printf(
        "%d processes and %d files of routes: %d errors, %d warnings%n",
        report.processes(), report.routes(), report.errors().size(), report.warnings().size());
    return report.errors().isEmpty() ? IN_ORDER : WRONG;
  }

  private static List<String> locations(List<String> folders, String given) {
    List<String> locations = new ArrayList<>();
    if (folders.isEmpty() && !given.isBlank()) {
      Arrays.stream(given.split(",")).map(String::strip).forEach(locations::add);
    } else {
      locations.add("classpath:/");
      folders.forEach(folder -> locations.add("file:" + Path.of(folder).toAbsolutePath()));
    }
    return locations;
  }

  private static List<String> words(String[] arguments) {
    return Arrays.stream(arguments).filter(word -> !word.startsWith("--")).toList();
  }
}
