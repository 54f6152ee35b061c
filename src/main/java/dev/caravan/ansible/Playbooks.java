package dev.caravan.ansible;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The playbooks that may be run: those in one folder, and nothing outside it. */
@Component
public class Playbooks {

  private static final Pattern NAME = Pattern.compile(".+\\.ya?ml");
  private static final Pattern PREAMBLE = Pattern.compile("\\s*(#.*|---)?\\s*");
  private static final Pattern REPEATABLE = Pattern.compile("#\\s*caravan:\\s*repeatable\\s*");

  private final AnsibleProperties settings;
  private final ShippedPlaybooks shipped;

  Playbooks(AnsibleProperties settings, ShippedPlaybooks shipped) {
    this.settings = settings;
    this.shipped = shipped;
  }

  /** What is wrong with the name of a playbook, absent where it can be run. */
  public Optional<InputProblem> problem(String name) {
    return find(name).isPresent()
        ? Optional.empty()
        : Optional.of(
            new InputProblem(
                "/playbook",
                "must be the path of a .yml or .yaml file inside the folder of playbooks; there"
                    + " are "
                    + String.join(", ", names())));
  }

  /** The playbook of a name; any other is a validation failure. */
  public Playbook require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                PermanentFailure.validation(
                    "There is no such playbook", problem(name).stream().toList()));
  }

  private Optional<Playbook> find(String name) {
    Path folder = folder();
    try {
      Path asked = Path.of(name);
      if (asked.isAbsolute() || asked.startsWith("..") || !asked.equals(asked.normalize())) {
        return Optional.empty();
      }
      Path file = folder.resolve(asked).toRealPath();
      return file.startsWith(folder) && NAME.matcher(name).matches() && Files.isRegularFile(file)
          ? Optional.of(new Playbook(name, file, repeatable(file)))
          : Optional.empty();
    } catch (IOException | InvalidPathException none) {
      return Optional.empty();
    }
  }

  /** The folder, with no link in its path. */
  Path folder() {
    if (settings.playbooks().isBlank()) {
      return shipped.folder();
    }
    try {
      Path folder = Path.of(settings.playbooks().strip()).toRealPath();
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (IOException | InvalidPathException missing) {
      // Said below.
    }
    throw PermanentFailure.configuration(
        "ANSIBLE_PLAYBOOKS_DIR: there is no readable folder " + settings.playbooks());
  }

  private List<String> names() {
    Path folder = folder();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only comments and the start of the document may stand before the mark. */
  private static boolean repeatable(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .takeWhile(line -> PREAMBLE.matcher(line).matches())
          .anyMatch(line -> REPEATABLE.matcher(line).matches());
    }
  }
}
