package dev.caravan.ansible;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.failure.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Reads what a run prints, hides its secrets, and keeps it in small batches. */
final class OutputKeeper {

  private static final Logger log = LoggerFactory.getLogger(OutputKeeper.class);
  private static final int LONGEST_READ = 65_536;
  private static final int LONGEST_KEPT = 8_192;
  private static final int BATCH = 1_000;

  private final UUID run;
  private final PlaybookOutput store;
  private final Mask mask;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(10_000);
  private final List<String> batch = new ArrayList<>();
  private final Thread reader;
  private long room;

  OutputKeeper(UUID run, InputStream output, PlaybookOutput store, Mask mask, long most) {
    this.run = run;
    this.store = store;
    this.mask = mask;
    this.room = most;
    this.reader = new Thread(() -> read(output), "playbook-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream output) {
    try (Reader characters = new InputStreamReader(output, UTF_8)) {
      StringBuilder line = new StringBuilder();
      char[] buffer = new char[8_192];
      for (int read = characters.read(buffer); read >= 0; read = characters.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            take(line);
          } else if (line.length() < LONGEST_READ) {
            line.append(buffer[i]);
          }
        }
      }
      if (!line.isEmpty()) {
        take(line);
      }
    } catch (IOException closed) {
      log.debug("Output of run {} ends: {}", run, closed.getMessage());
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(StringBuilder line) throws InterruptedException {
    String text = line.toString();
    line.setLength(0);
    if (text.length() == LONGEST_READ) {
      // Its end may be the beginning of a secret.
      text = text.substring(0, Math.max(0, LONGEST_READ - mask.longest()));
    }
    String hidden = mask.hide(Texts.cleaned(text.stripTrailing()));
    waiting.put(hidden.length() > LONGEST_KEPT ? cut(hidden) : hidden);
  }

  private static String cut(String text) {
    int end = Character.isHighSurrogate(text.charAt(LONGEST_KEPT - 1)) ? 1 : 0;
    return text.substring(0, LONGEST_KEPT - end) + " … (a long line, cut)";
  }

  /** Says something in Caravan's own name. */
  void note(String text) throws InterruptedException {
    waiting.put("[caravan] " + text);
  }

  /** Writes what has come; what cannot be written now is written with what comes next. */
  void flush() {
    if (batch.isEmpty()) {
      List<String> lines = new ArrayList<>();
      waiting.drainTo(lines, BATCH);
      lines.forEach(this::keep);
    }
    try {
      store.append(run, batch);
      batch.clear();
    } catch (DataAccessException | TransactionException away) {
      log.debug("Output of run {} waits: {}", run, away.getMessage());
    }
  }

  private void keep(String line) {
    if (room <= 0) {
      return;
    }
    room -= line.length() + 1;
    batch.add(line);
    if (room <= 0) {
      batch.add("[caravan] That is as much as ANSIBLE_MOST_OUTPUT lets be kept; the run goes on.");
    }
  }

  /** Writes all that is left, as far as it can be had. */
  void finish() throws InterruptedException {
    for (int turn = 0; turn < 40 && reader.isAlive(); turn++) {
      reader.join(Duration.ofMillis(50).toMillis());
      flush();
    }
    reader.interrupt();
    for (int turn = 0; turn < 20 && !(waiting.isEmpty() && batch.isEmpty()); turn++) {
      flush();
    }
  }
}
