package dev.caravan.security;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Logging in, and what a caller may know of itself. */
@RestController
@RequestMapping("/api/v1/auth")
@Tag(name = "auth", description = "Tokens, and who the caller is")
class AuthController {

  private final Logins logins;
  private final Tokens tokens;
  private final Users users;

  AuthController(Logins logins, Tokens tokens, Users users) {
    this.logins = logins;
    this.tokens = tokens;
    this.users = users;
  }

  /** A username and its password. */
  record Credentials(
      @Schema(example = "admin", minLength = 1) String username,
      @Schema(example = "correct horse battery staple", minLength = 1) String password) {

    Credentials {
      List<InputProblem> problems = new ArrayList<>();
      missing("/username", username, problems);
      missing("/password", password, problems);
      if (!problems.isEmpty()) {
        throw PermanentFailure.validation("The log-in is incomplete", problems);
      }
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return "Credentials";
    }
  }

  private static void missing(String pointer, @Nullable String value, List<InputProblem> problems) {
    if (value == null || value.isEmpty()) {
      problems.add(new InputProblem(pointer, "is missing"));
    }
  }

  /** A token, how long it is good for (seconds), and what it allows. */
  record TokenAnswer(
      @Schema(example = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9…") ShownOnce accessToken,
      @Schema(example = "Bearer") String tokenType,
      @Schema(example = "3600") long expiresIn,
      @Schema(example = "admin") Role role) {}

  @PostMapping("/token")
  @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "429")
  @SecurityRequirements
  @Operation(summary = "Give a token for a username and password")
  ResponseEntity<TokenAnswer> logIn(
      @RequestBody Credentials credentials, HttpServletRequest request) {
    User user =
        logins.logIn(credentials.username(), credentials.password(), request.getRemoteAddr());
    request.setAttribute(Caller.ATTRIBUTE, Caller.user(user));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(
            new TokenAnswer(
                new ShownOnce(tokens.issue(user)),
                "Bearer",
                tokens.lifetime().toSeconds(),
                user.role()));
  }

  @GetMapping("/me")
  @Operation(summary = "Say who calls")
  Caller whoCalls(@AuthenticationPrincipal Caller caller) {
    return caller;
  }

  /** A password and the one to follow it. */
  record PasswordChange(
      @Schema(minLength = 1) String currentPassword,
      @Schema(minLength = 8, maxLength = 72) String newPassword) {

    PasswordChange {
      List<InputProblem> problems = new ArrayList<>();
      missing("/current_password", currentPassword, problems);
      missing("/new_password", newPassword, problems);
      if (!problems.isEmpty()) {
        throw PermanentFailure.validation("The change is incomplete", problems);
      }
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return "PasswordChange";
    }
  }

  @PostMapping("/password")
  @ApiResponse(responseCode = "204")
  @ApiResponse(responseCode = "429")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Change one's own password; tokens given out before end")
  void changePassword(
      @RequestBody PasswordChange change,
      @AuthenticationPrincipal Caller caller,
      HttpServletRequest request) {
    if (caller.kind() != Caller.Kind.USER) {
      throw new PermanentFailure(
          FailureKind.PERMISSION, "An API key has no password to change", Map.of());
    }
    logins.logIn(caller.name(), change.currentPassword(), request.getRemoteAddr());
    users.changePassword(caller.id(), change.newPassword());
  }
}
