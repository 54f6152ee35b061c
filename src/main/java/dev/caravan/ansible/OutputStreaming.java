package dev.caravan.ansible;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One caller who reads along. */
final class OutputStreaming {

  private static final Logger log = LoggerFactory.getLogger(OutputStreaming.class);
  private static final int PAGE = 500;
  private static final long BEAT_NANOS = 15_000_000_000L;

  /** What the last event says. */
  record End(UUID runId, String state, @Nullable Integer exitCode, JsonNode recap) {}

  private final UUID run;
  private final SseEmitter caller;
  private final PlaybookRuns runs;
  private final PlaybookOutput output;
  private long last;
  private long saidAt = System.nanoTime();

  OutputStreaming(
      UUID run, long after, SseEmitter caller, PlaybookRuns runs, PlaybookOutput output) {
    this.run = run;
    this.last = after;
    this.caller = caller;
    this.runs = runs;
    this.output = output;
  }

  /** Sends what is new. */
  void push() {
    try {
      PlaybookRun now = runs.require(run);
      List<PlaybookOutput.Line> lines = output.after(run, last, PAGE);
      while (!lines.isEmpty()) {
        send(lines);
        lines = output.after(run, last, PAGE);
      }
      if (now.state().ended()) {
        end(now);
      } else if (System.nanoTime() - saidAt > BEAT_NANOS) {
        saidAt = System.nanoTime();
        caller.send(SseEmitter.event().comment("still there"));
      }
    } catch (DataAccessException | TransactionException away) {
      log.debug("Output of run {} waits: {}", run, away.getMessage());
    } catch (IOException | IllegalStateException gone) {
      caller.completeWithError(gone);
    }
  }

  private void send(List<PlaybookOutput.Line> lines) throws IOException {
    for (PlaybookOutput.Line line : lines) {
      caller.send(
          SseEmitter.event().id(Long.toString(line.id())).data(line.text(), MediaType.TEXT_PLAIN));
      last = line.id();
    }
    saidAt = System.nanoTime();
  }

  private void end(PlaybookRun now) throws IOException {
    End end = new End(now.id(), now.state().word(), now.exitCode(), now.recap());
    caller.send(SseEmitter.event().name("end").data(end, MediaType.APPLICATION_JSON));
    caller.complete();
  }

  void close() {
    caller.complete();
  }
}
