package dev.caravan.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.storage.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How each attempt at a step ended, written in the transaction that ends it. */
@Component
class StepAttempts {

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  StepAttempts(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void completed(AcquiredStep step) {
    end(step, "completed", null, null);
  }

  void problem(AcquiredStep step, Problem problem) {
    StepError error =
        new StepError(
            problem.code(),
            String.valueOf(problem.getMessage()),
            Map.of(),
            false,
            false,
            Optional.empty());
    end(step, "problem", error, null);
  }

  /** When the step is to be tried again, by the database's clock. */
  Instant retrying(AcquiredStep step, StepError error, Duration wait) {
    Instant at =
        jdbc.sql("select clock_timestamp() + make_interval(secs => :wait) as at")
            .param("wait", wait.toMillis() / 1000.0)
            .query((row, number) -> Rows.time(row, "at"))
            .single();
    end(step, "retrying", error, at);
    if (error.busy()) {
      jdbc.sql("update caravan.step_attempts set forgiven = true where id = :attempt")
          .param("attempt", step.attemptId())
          .update();
    }
    return at;
  }

  void permanentlyFailed(AcquiredStep step, StepError error) {
    end(step, "permanently_failed", error, null);
  }

  private void end(
      AcquiredStep step, String outcome, @Nullable StepError error, @Nullable Instant retryAt) {
    jdbc.sql(
            """
            update caravan.step_attempts
            set ended_at = now(), outcome = :outcome, error_type = :type, error_message = :message,
                error_details = :details::jsonb, retryable = :retryable, retry_at = :retryAt
            where id = :attempt
            """)
        .param("outcome", outcome)
        .param("type", error == null ? null : error.type())
        .param("message", error == null ? null : error.message())
        .param("details", error == null ? null : error.detailsAsJson(json))
        .param("retryable", error == null ? null : error.retryable())
        .param("retryAt", retryAt == null ? null : retryAt.atOffset(ZoneOffset.UTC))
        .param("attempt", step.attemptId())
        .update();
  }
}
