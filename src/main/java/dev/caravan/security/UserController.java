package dev.caravan.security;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Users, for admins. */
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "users", description = "People who may log in")
class UserController {

  private final Users users;

  UserController(Users users) {
    this.users = users;
  }

  /** A user as callers see it. */
  record UserView(
      UUID id,
      @Schema(example = "alice") String username,
      @Schema(example = "operator") Role role,
      boolean active,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant lastLoginAt) {

    static UserView of(User user) {
      return new UserView(
          user.id(),
          user.username(),
          user.role(),
          user.active(),
          user.createdAt(),
          user.updatedAt(),
          user.lastLoginAt());
    }
  }

  /** A user to be; active unless said otherwise. */
  record NewUser(
      @Schema(example = "alice", pattern = "^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$") String username,
      @Schema(example = "correct horse battery staple", minLength = 8, maxLength = 72)
          String password,
      @Schema(example = "operator") Role role,
      @Nullable Boolean active) {

    NewUser {
      List<InputProblem> problems = new ArrayList<>();
      Usernames.problem("/username", username).ifPresent(problems::add);
      if (password == null || !PasswordRules.allow(password)) {
        problems.add(new InputProblem("/password", PasswordRules.MESSAGE));
      }
      if (role == null) {
        problems.add(new InputProblem("/role", "is missing"));
      }
      if (!problems.isEmpty()) {
        throw PermanentFailure.validation("The user cannot be made", problems);
      }
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return "NewUser";
    }
  }

  /** What is to change; what is left out stays. */
  record UserChange(
      @Nullable Role role,
      @Nullable Boolean active,
      @Schema(minLength = 8, maxLength = 72) @Nullable String password) {

    /** Without secrets. */
    @Override
    public String toString() {
      return "UserChange";
    }
  }

  @GetMapping
  @Operation(summary = "List users, oldest first")
  Page<UserView> list(PageRequest page) {
    return users.list(page).map(UserView::of);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Show a user")
  ResponseEntity<UserView> get(@PathVariable UUID id) {
    return answer(users.get(id));
  }

  @PostMapping
  @Operation(summary = "Add a user")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<UserView> add(@RequestBody NewUser user) {
    boolean active = user.active() == null || user.active();
    User added = users.add(user.username(), user.password(), user.role(), active);
    return ResponseEntity.created(URI.create("/api/v1/users/" + added.id()))
        .eTag(Versions.tag(added.version()))
        .body(UserView.of(added));
  }

  @PatchMapping("/{id}")
  @Operation(
      summary =
          "Change a user's role or password, or disable it: in force at once, for its API keys too")
  ResponseEntity<UserView> change(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody UserChange change) {
    return answer(
        users.change(
            id, Versions.expected(ifMatch), change.role(), change.active(), change.password()));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a user; its tokens and its API keys end at once")
  void delete(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    users.delete(id, Versions.expected(ifMatch));
  }

  private static ResponseEntity<UserView> answer(User user) {
    return ResponseEntity.ok().eTag(Versions.tag(user.version())).body(UserView.of(user));
  }
}
