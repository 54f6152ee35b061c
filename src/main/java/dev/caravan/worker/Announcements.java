package dev.caravan.worker;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells other nodes that a topic has steps waiting (PostgreSQL LISTEN and NOTIFY), hears the same
 * from them, and looks for itself every few seconds, as a notice may be lost with its connection.
 */
@Component
class Announcements implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Announcements.class);
  private static final String CHANNEL = "caravan_steps";
  private static final String LET_GO = "let-go ";
  private static final int LISTEN_MILLIS = 5_000;
  private static final int GATHER_MILLIS = 20;
  private static final int POLL_MILLIS = 2_000;

  private final JdbcClient jdbc;
  private final JdbcConnectionDetails address;
  private final Signals signals;
  private final Leases leases;
  private final StepQueue queue;
  private final Set<String> untold = ConcurrentHashMap.newKeySet();
  private final SteadyTimer timer = new SteadyTimer("announcements", 2);
  private volatile boolean running;

  Announcements(
      JdbcClient jdbc,
      JdbcConnectionDetails address,
      Signals signals,
      Leases leases,
      StepQueue queue) {
    this.jdbc = jdbc;
    this.address = address;
    this.signals = signals;
    this.leases = leases;
    this.queue = queue;
  }

  /**
   * Other nodes hear the notice, a topic for the most part, within milliseconds; many calls are
   * told as one.
   */
  void tell(String notice) {
    if (running && untold.add(notice)) {
      timer.once(GATHER_MILLIS, () -> notifyOthers(notice));
    }
  }

  /** Every node stops working on the steps of a process. */
  void letGo(String processId) {
    leases.lose(processId);
    tell(LET_GO + processId);
  }

  /** Raises the topic's signal here after a while. */
  void raiseLater(String topic, long millis) {
    if (running) {
      timer.once(millis, () -> signals.raise(topic));
    }
  }

  private void notifyOthers(String notice) {
    untold.remove(notice);
    try {
      jdbc.sql("select pg_notify(:channel, :notice)")
          .param("channel", CHANNEL)
          .param("notice", notice)
          .query((row, number) -> 1)
          .list();
    } catch (DataAccessException away) {
      log.debug("Not told: {}", away.getMessage());
    }
  }

  private void look() {
    try {
      queue.freeExpired();
      jdbc.sql(
              """
              select distinct handler_cfg_ from public.act_ru_external_job
              where lock_exp_time_ is null or lock_exp_time_ < now()
              """)
          .query(String.class)
          .list()
          .forEach(signals::raise);
    } catch (DataAccessException away) {
      log.debug("Not looked: {}", away.getMessage());
    }
  }

  private void listen() {
    while (running) {
      try (Connection connection = DriverManager.getConnection(address.getJdbcUrl(), login());
          Statement statement = connection.createStatement()) {
        statement.execute("listen " + CHANNEL);
        signals.raiseAll();
        hear(connection.unwrap(PGConnection.class), statement);
      } catch (SQLException | RuntimeException | Error away) {
        log.debug("Not listening: {}", away.getMessage());
        pause();
      }
    }
  }

  /** A connection that died without a word is found by a question. */
  private void hear(PGConnection connection, Statement statement) throws SQLException {
    while (running) {
      PGNotification[] notices = connection.getNotifications(LISTEN_MILLIS);
      for (PGNotification notice : notices) {
        heard(notice.getParameter());
      }
      if (notices.length == 0) {
        statement.execute("select 1");
      }
    }
  }

  private Properties login() {
    Properties login = new Properties();
    login.setProperty("user", address.getUsername());
    login.setProperty("password", address.getPassword());
    login.setProperty("connectTimeout", "5");
    login.setProperty("loginTimeout", "10");
    login.setProperty("socketTimeout", "20");
    login.setProperty("tcpKeepAlive", "true");
    return login;
  }

  private void heard(String notice) {
    if (notice.startsWith(LET_GO)) {
      leases.lose(notice.substring(LET_GO.length()));
    } else {
      signals.raise(notice);
    }
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "announcements");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void start() {
    running = true;
    signals.tellBy(this::tell);
    thread(this::listen).start();
    timer.every(POLL_MILLIS, this::look);
  }

  @Override
  public void stop() {
    running = false;
    timer.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
