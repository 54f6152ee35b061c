package dev.caravan.terminal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ConfigurableBootstrapContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** Says every few seconds what a start is at, so that a slow machine does not look dead. */
public class StartProgress implements SpringApplicationRunListener {

  private static final Logger log = LoggerFactory.getLogger(StartProgress.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final String ELSE = "putting the modules together";

  /** What is at work, by the beginning of its classes' names, and how that is said. */
  private static final Map<String, String> WORDS = words();

  private final Thread starter = Thread.currentThread();
  private final long begun = System.nanoTime();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, StartProgress::daemon);

  public StartProgress(SpringApplication application, String... args) {
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("dev.caravan.storage.EmbeddedDatabase", "starting PostgreSQL");
    words.put("dev.caravan.storage.EmbeddedRedis", "starting Redis");
    words.put("org.flywaydb.", "bringing the database's tables to this version");
    words.put("dev.caravan.sandbox.", "starting the sandbox");
    words.put("org.apache.camel.", "starting the routes");
    words.put("org.flowable.", "starting the engine");
    words.put("org.apache.catalina.", "starting the web server");
    return words;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "start-progress");
    thread.setDaemon(true);
    return thread;
  }

  /** From here on the log is as it is configured. */
  @Override
  public void environmentPrepared(
      ConfigurableBootstrapContext bootstrap, ConfigurableEnvironment environment) {
    long pause = PERIOD.toMillis();
    var unused = timer.scheduleAtFixedRate(this::tell, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void tell() {
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    log.info("Starting, {} s so far: {}", seconds, at(starter.getStackTrace()));
  }

  /** What the innermost call of a kind that has words is at. */
  static String at(StackTraceElement... calls) {
    for (StackTraceElement call : calls) {
      for (Map.Entry<String, String> each : WORDS.entrySet()) {
        if (call.getClassName().startsWith(each.getKey())) {
          return each.getValue();
        }
      }
    }
    return ELSE;
  }

  @Override
  public void started(ConfigurableApplicationContext context, Duration time) {
    timer.shutdownNow();
  }

  @Override
  public void failed(ConfigurableApplicationContext context, Throwable exception) {
    timer.shutdownNow();
  }
}
