package dev.caravan.terminal;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.io.OutputStream;
import java.util.Iterator;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Leads the log to a person's terminal past the line of progress, so that neither breaks. */
@Component
final class LogOnScreen implements InitializingBean {

  private final Screen screen;

  LogOnScreen(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void afterPropertiesSet() {
    if (screen.person()
        && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
        if (all.next() instanceof ConsoleAppender<ILoggingEvent> console) {
          lead(console, screen);
        }
      }
    }
  }

  static void lead(ConsoleAppender<ILoggingEvent> console, Screen screen) {
    console.setOutputStream(new Lines(screen));
  }

  /** The log's appender writes an event at a time. */
  private static final class Lines extends OutputStream {

    private final Screen screen;

    Lines(Screen screen) {
      this.screen = screen;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
      screen.log(lines, offset, length);
    }
  }
}
