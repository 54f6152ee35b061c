package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.DatabaseFault.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

class DatabaseFaultTest {

  @ParameterizedTest
  @CsvSource({
    "08006, PASSING", // connection failure
    "40P01, PASSING", // deadlock
    "53300, PASSING", // too many connections
    "53100, PASSING", // disk full
    "55P03, PASSING", // lock not available
    "57P01, PASSING", // admin shutdown
    "25006, PASSING", // read-only: a standby
    "22P05, VALUE", // untranslatable character
    "22021, VALUE", // character not in repertoire
    "22003, VALUE", // numeric value out of range
    "22007, VALUE", // invalid datetime format
    "22008, VALUE", // datetime field overflow
    "23505, CONFLICT", // unique violation
    "23503, CONFLICT", // foreign key violation
    "23514, CONFLICT", // check violation
    "42P01, DEFECT", // undefined table
    "42601, DEFECT", // syntax error
  })
  void isToldByItsState(String state, Kind kind) {
    SQLException sql = new SQLException("ERROR: insert into secrets values ('x')", state);

    DatabaseFault fault = faultOf(new UncategorizedSQLException("task", "insert", sql));

    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.message()).doesNotContain("insert", "secrets", "ERROR");
    assertThat(faultOf(new RuntimeException("wrapped", sql)).kind()).isEqualTo(kind);
  }

  @Test
  void aDatabaseThatIsAwayPasses() {
    SQLException pool = new SQLTransientConnectionException("no connection within 30 s");

    assertThat(faultOf(new CannotGetJdbcConnectionException("no", pool)).passing()).isTrue();
    assertThat(faultOf(new CannotCreateTransactionException("no", pool)).passing()).isTrue();
    assertThat(faultOf(new CannotCreateTransactionException("no")).passing()).isTrue();
  }

  @Test
  void aRowThatIsNotThereDoesNotPass() {
    assertThat(faultOf(new EmptyResultDataAccessException(1)).kind()).isEqualTo(Kind.DEFECT);
  }

  @Test
  void otherFaultsAreNoneOfTheDatabase() {
    assertThat(DatabaseFault.of(new IllegalStateException("x"))).isEmpty();
  }

  private static DatabaseFault faultOf(Throwable thrown) {
    return DatabaseFault.of(thrown).orElseThrow();
  }
}
