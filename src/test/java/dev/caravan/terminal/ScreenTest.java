package dev.caravan.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ScreenTest {

  private static final String CLEARED = "\r\u001b[K";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Screen screen = new Screen(new PrintStream(shown, true, UTF_8), true);
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();

  @BeforeEach
  void begin() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    context.getLogger("screen-test").addAppender(console);
    context.getLogger("screen-test").setAdditive(false);
  }

  @AfterEach
  void end() {
    context.getLogger("screen-test").detachAppender(console);
    console.stop();
  }

  @Test
  void linesOfTheLogStandBeforeTheLineThatIsWrittenOver() {
    LogOnScreen.lead(console, screen);
    screen.show("half way");
    context.getLogger("screen-test").info("something happened");
    screen.show("done");
    screen.print("this stays");

    assertThat(shown.toString(UTF_8))
        .isEqualTo(
            (CLEARED + "half way")
                + (CLEARED + "something happened\nhalf way")
                + (CLEARED + "done")
                + (CLEARED + "this stays\n"));
  }

  @Test
  void aStartSaysWhatItIsAt() {
    assertThat(
            StartProgress.at(
                call("java.lang.Object"),
                call("org.flywaydb.core.Flyway"),
                call("org.apache.catalina.startup.Tomcat")))
        .isEqualTo("bringing the database's tables to this version");
    assertThat(StartProgress.at(call("java.lang.Object")))
        .isEqualTo("putting the modules together");
  }

  private static StackTraceElement call(String type) {
    return new StackTraceElement(type, "run", null, 1);
  }
}
