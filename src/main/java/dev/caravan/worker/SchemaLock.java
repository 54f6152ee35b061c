package dev.caravan.worker;

import dev.caravan.failure.PermanentFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Lets one node at a time make or change tables: the engine's and Caravan's. Nodes that start
 * together on an empty database would make the same ones. The lock belongs to a connection, so it
 * ends with a node that dies.
 */
@Component
class SchemaLock implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(SchemaLock.class);

  /** Of a change of a large table by another node. */
  private static final String LONGEST_WAIT = "10min";

  private final DataSource database;
  private @Nullable Connection held;

  SchemaLock(DataSource database) {
    this.database = database;
  }

  /** Waits until no other node is at it. */
  synchronized void take() {
    if (held != null) {
      return;
    }
    try {
      Connection connection = database.getConnection();
      try {
        run(connection, "set lock_timeout = '" + LONGEST_WAIT + "'");
        run(connection, "select pg_advisory_lock(hashtext('caravan.schema'))");
        run(connection, "reset lock_timeout");
        held = connection;
      } finally {
        if (held == null) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw PermanentFailure.configuration(
          "The tables cannot be looked at: the database does not answer, or another node has been"
              + " changing them for longer than %s (%s)".formatted(LONGEST_WAIT, e.getMessage()));
    }
  }

  /** All tables are there. */
  synchronized void release() {
    Connection connection = held;
    held = null;
    if (connection == null) {
      return;
    }
    try (connection) {
      run(connection, "select pg_advisory_unlock(hashtext('caravan.schema'))");
    } catch (SQLException e) {
      log.debug("The lock ends with its connection: {}", e.getMessage());
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  @Override
  public void destroy() {
    release();
  }
}
