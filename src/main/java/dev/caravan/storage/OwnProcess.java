package dev.caravan.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A server that runs though its Caravan was killed, found by the file that it wrote its id to. */
final class OwnProcess {

  private OwnProcess() {}

  /** The process, if it lives and is that program: ids are given anew to others. */
  static Optional<ProcessHandle> of(Path pidFile, String program) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
    if (!first.matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(first)).filter(found -> isProgram(found, program));
  }

  private static boolean isProgram(ProcessHandle process, String program) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .filter(name -> name.startsWith(program))
        .isPresent();
  }
}
