package dev.caravan.health;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.security.Caller;
import dev.caravan.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Says how Caravan is: in a word to everybody, in detail to callers that are known. */
@RestController
@Tag(name = "health", description = "Whether Caravan and what it stands on are well")
class HealthController {

  private final HealthBoard board;
  private final HealthChecks checks;
  private final ApplicationAvailability availability;

  HealthController(HealthBoard board, HealthChecks checks, ApplicationAvailability availability) {
    this.board = board;
    this.checks = checks;
    this.availability = availability;
  }

  @GetMapping("/api/v1/health")
  @SecurityRequirements
  @Operation(
      summary =
          "Say how Caravan is, 503 where it is down, has not been looked at yet or is still"
              + " starting; deep=true looks at everything now (operator)")
  @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "503", useReturnTypeSchema = true)
  ResponseEntity<HealthReport> health(@RequestParam(defaultValue = "false") boolean deep) {
    Optional<Caller> caller = Caller.current();
    if (deep) {
      requireOperator(caller);
      checks.lookDeep();
    }
    HealthReport report = board.report();
    HttpStatus status =
        switch (report.status()) {
          case UP, DEGRADED -> isReady() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
          case DOWN, UNKNOWN -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    return ResponseEntity.status(status)
        .cacheControl(CacheControl.noStore())
        .body(caller.isPresent() ? report : report.withoutComponents());
  }

  /** Workers and schedules of this node are at work, and others know it. */
  private boolean isReady() {
    return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
  }

  private static void requireOperator(Optional<Caller> caller) {
    if (caller.isEmpty()) {
      throw new PermanentFailure(
          FailureKind.AUTHENTICATION, "deep=true is for operators: say who you are", Map.of());
    }
    if (!caller.get().role().includes(Role.OPERATOR)) {
      throw PermanentFailure.permission("deep=true is for operators");
    }
  }
}
