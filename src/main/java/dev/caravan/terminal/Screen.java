package dev.caravan.terminal;

import dev.caravan.failure.Texts;
import java.io.PrintStream;

/** The terminal: a line that is written over, or plain lines where nobody sits before it. */
final class Screen {

  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean person;
  private String open = "";

  Screen(PrintStream out, boolean person) {
    this.out = out;
    this.person = person;
  }

  boolean person() {
    return person;
  }

  /** Shows the line in place of the one before. */
  synchronized void show(String text) {
    String line = Texts.printable(text);
    if (person) {
      out.print(BACK_AND_CLEAR + line);
      out.flush();
      open = line;
    } else {
      out.println(line);
    }
  }

  /** Prints text that stays. */
  synchronized void print(String text) {
    if (!open.isEmpty()) {
      out.print(BACK_AND_CLEAR);
      open = "";
    }
    out.println(Texts.printable(text));
  }

  /** Writes whole lines of the log, in place of the line that is written over and before it. */
  synchronized void log(byte[] lines, int offset, int length) {
    if (!open.isEmpty()) {
      out.print(BACK_AND_CLEAR);
    }
    out.write(lines, offset, length);
    out.print(open);
    out.flush();
  }
}
