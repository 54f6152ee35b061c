package dev.caravan.ansible;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.caravan.ansible.PlaybookAttempts.Begun;
import dev.caravan.failure.OutsideJson;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.storage.StorageProperties;
import dev.caravan.worker.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Runs one playbook as a child process, to its end, its time limit or the loss of its step. */
@Component
class PlaybookExecution implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(PlaybookExecution.class);
  private static final Duration TURN = Duration.ofMillis(250);

  /** How a child ended. */
  record Result(RunState state, int exitCode, JsonNode recap) {}

  private final AnsibleProperties settings;
  private final AnsibleCommand command;
  private final Playbooks playbooks;
  private final PlaybookRuns runs;
  private final PlaybookOutput output;
  private final ObjectMapper json;
  private final Path parent;

  PlaybookExecution(
      AnsibleProperties settings,
      AnsibleCommand command,
      Playbooks playbooks,
      PlaybookRuns runs,
      PlaybookOutput output,
      ObjectMapper json,
      StorageProperties storage) {
    this.settings = settings;
    this.command = command;
    this.playbooks = playbooks;
    this.runs = runs;
    this.output = output;
    this.json = json;
    this.parent = storage.dataDir().resolve("ansible");
  }

  @Override
  public void afterSingletonsInstantiated() {
    RunFolder.removeAbandoned(parent);
  }

  /**
   * Runs it. Each attempt has a mark of its own: the end of one that was lost is not that of the
   * next.
   */
  Result run(PlaybookRun run, Begun begun, Step step) throws InterruptedException {
    Playbook playbook = playbooks.require(run.playbook());
    JsonNode vars = runs.extraVars(run.id());
    try (RunFolder folder = RunFolder.create(parent)) {
      Path recap = folder.path().resolve("recap.json");
      Path plugins = folder.folder("plugins");
      folder.unpack("plugins", "caravan_recap.py");
      LeashedProcess child =
          LeashedProcess.start(
              folder.unpack("", "leash.sh"),
              "%s.%d".formatted(run.id(), begun.attempt()),
              command.line(
                  folder.write("inventory.json", runs.inventory(run.id()).toString()),
                  folder.write("extra_vars.json", ExtraVars.file(vars)),
                  playbook.file()),
              command.environment(folder, plugins, recap),
              folder.path());
      return watch(run, begun.again(), step, child, Mask.of(vars), recap);
    } catch (IOException e) {
      throw RetryableFailure.integration(
          "%s cannot be run: %s".formatted(run.playbook(), e.getMessage()), e);
    }
  }

  private Result watch(
      PlaybookRun run, boolean again, Step step, LeashedProcess child, Mask mask, Path recap)
      throws InterruptedException {
    OutputKeeper keeper =
        new OutputKeeper(run.id(), child.output(), output, mask, settings.mostOutput().toBytes());
    try {
      if (again) {
        keeper.note("An earlier attempt was interrupted; it is run again from its beginning.");
      }
      long deadline = System.nanoTime() + settings.timeLimit().toNanos();
      while (!child.endsWithin(TURN)) {
        keeper.flush();
        step.requireHeld();
        if (System.nanoTime() - deadline >= 0) {
          child.end();
          keeper.note("Ended: it took longer than " + settings.timeLimit().toSeconds() + " s.");
          return new Result(RunState.TIMED_OUT, exitCode(child), recap(recap));
        }
      }
      return ended(exitCode(child), recap(recap));
    } finally {
      child.end();
      keeper.finish();
    }
  }

  private static int exitCode(LeashedProcess child) throws InterruptedException {
    return child.endsWithin(TURN) ? child.exitCode() : -1;
  }

  /** A playbook none of whose hosts is in the inventory ends well for Ansible, not for us. */
  private static Result ended(int exitCode, JsonNode recap) {
    boolean nobody = recap.isObject() && recap.isEmpty();
    boolean well = exitCode == 0 && !nobody;
    return new Result(well ? RunState.SUCCEEDED : RunState.FAILED, exitCode, recap);
  }

  private JsonNode recap(Path file) {
    try {
      return Files.exists(file)
          ? OutsideJson.read(json, Files.readAllBytes(file))
          : NullNode.getInstance();
    } catch (IOException e) {
      log.warn("The recap cannot be read: {}", e.getMessage());
      return NullNode.getInstance();
    }
  }
}
