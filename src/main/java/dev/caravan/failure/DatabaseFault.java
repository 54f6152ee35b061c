package dev.caravan.failure;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/**
 * Why the database did not do what it was asked. The one place that tells a fault that passes from
 * one that would come again: by the SQLSTATE of PostgreSQL (its manual, appendix A).
 *
 * @param kind what it means for the caller
 * @param message the fault in plain words, without SQL and without values
 */
public record DatabaseFault(Kind kind, String message) {

  /** What a fault of the database means for whoever asked. */
  public enum Kind {
    /** The database is away, busy or starting: the same may succeed later. */
    PASSING,
    /** A value can never be stored. */
    VALUE,
    /** The change contradicts what is stored. */
    CONFLICT,
    /** A statement or a reading of ours is wrong. */
    DEFECT
  }

  private static final DatabaseFault AWAY =
      new DatabaseFault(Kind.PASSING, "The database does not answer: try again in a few seconds");
  private static final DatabaseFault BROKEN =
      new DatabaseFault(Kind.DEFECT, "The database could not do what Caravan asked of it");

  /** Connection, rollback, resources, locks, operator intervention, system and internal error. */
  private static final Set<String> PASSING_CLASSES =
      Set.of("08", "40", "53", "55", "57", "58", "XX");

  /** A server that is read-only is a standby about to take over. */
  private static final Set<String> PASSING_STATES = Set.of("25006");

  /** The fault behind an exception; absent where the database has no part in it. */
  public static Optional<DatabaseFault> of(Throwable thrown) {
    @Nullable DatabaseFault seen = null;
    int depth = 0;
    for (@Nullable Throwable each = thrown; each != null && depth < 50; each = each.getCause()) {
      if (each instanceof SQLException sql) {
        return Optional.of(ofSql(sql));
      }
      if (each instanceof DataAccessException || each instanceof TransactionException) {
        seen = seen == null || each instanceof DataAccessException ? ofSpring(each) : seen;
      }
      depth++;
    }
    return Optional.ofNullable(seen);
  }

  public boolean passing() {
    return kind == Kind.PASSING;
  }

  private static DatabaseFault ofSpring(Throwable thrown) {
    boolean passing =
        thrown instanceof TransientDataAccessException
            || thrown instanceof DataAccessResourceFailureException
            || thrown instanceof RecoverableDataAccessException
            || thrown instanceof CannotCreateTransactionException;
    return passing ? AWAY : BROKEN;
  }

  private static DatabaseFault ofSql(SQLException sql) {
    @Nullable String state = sql.getSQLState();
    if (state == null || state.length() != 5) {
      return AWAY; // the connection pool, not the server
    }
    if (PASSING_STATES.contains(state) || PASSING_CLASSES.contains(state.substring(0, 2))) {
      return AWAY;
    }
    return switch (state.substring(0, 2)) {
      case "22" -> new DatabaseFault(Kind.VALUE, ofValue(state));
      case "23" ->
          new DatabaseFault(Kind.CONFLICT, "What was to be stored contradicts what is there");
      default -> BROKEN;
    };
  }

  private static String ofValue(String state) {
    return switch (state) {
      case "22021", "22P05" -> "A text holds a character that cannot be stored, such as U+0000";
      case "22003" -> "A number is too large to be stored";
      case "22007", "22008" -> "A time is none, or lies too far away to be stored";
      case "22001" -> "A text is too long to be stored";
      default -> "A value cannot be stored";
    };
  }
}
