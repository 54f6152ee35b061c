package dev.caravan.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The lines of a document that call Caravan or the sandbox, pasted into a shell in their order. */
final class Pasted {

  /** Needs a library that is not of the sandbox. */
  private static final String ELSEWHERE = "# real library";

  private static final Pattern SHELL =
      Pattern.compile(
          "(?m)^(?:c\\(\\) |c |curl |[A-Z]+=\\S*(?:localhost|\\$\\(|http)|.*verify-sync)");
  private static final Pattern CALL = Pattern.compile("HTTP (\\d+) (\\S+) (\\S+)");

  /** Says of each call how it was answered. */
  private static final String TOLD =
      "curl() { command curl \"$@\" -w '\\n%{stderr}HTTP %{http_code} %{method} %{url_effective}\\n'; }\n";

  /** A call that was made. */
  record Call(int status, String method, String url) {}

  private final String shown;
  private final List<Call> calls;
  private final int exitCode;

  private Pasted(String shown, List<Call> calls, int exitCode) {
    this.shown = shown;
    this.calls = calls;
    this.exitCode = exitCode;
  }

  /** All that came to the terminal. */
  String shown() {
    return shown;
  }

  List<Call> calls() {
    return calls;
  }

  int exitCode() {
    return exitCode;
  }

  /** The blocks of a document that are commands for a shell beside a running Caravan. */
  static List<String> blocks(Path document) throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("    ")) {
        block.append(line.substring(4)).append('\n');
      } else if (!block.isEmpty()) {
        blocks.add(block.toString());
        block.setLength(0);
      }
    }
    return blocks.stream()
        .filter(each -> SHELL.matcher(each).find() && !each.contains(ELSEWHERE))
        .toList();
  }

  static Pasted run(List<String> blocks, Map<String, String> places, Map<String, String> variables)
      throws IOException, InterruptedException {
    String text = blocks.stream().collect(Collectors.joining("\n"));
    for (Map.Entry<String, String> place : places.entrySet()) {
      text = text.replace(place.getKey(), place.getValue());
    }
    Path output = Files.createTempFile(Path.of("target"), "pasted", ".txt");
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", "set -e\n" + TOLD + text);
    shell.environment().putAll(variables);
    shell.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = shell.start();
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    String shown = Files.readString(output, StandardCharsets.UTF_8);
    List<Call> calls = new ArrayList<>();
    Matcher call = CALL.matcher(shown);
    while (call.find()) {
      calls.add(new Call(Integer.parseInt(call.group(1)), call.group(2), call.group(3)));
    }
    return new Pasted(shown, calls, process.isAlive() ? -1 : process.exitValue());
  }

  /** Whether a program can be called by its name. */
  static boolean isInstalled(String program) {
    return Pattern.compile(":")
        .splitAsStream(String.valueOf(System.getenv("PATH")))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
