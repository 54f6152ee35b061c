package dev.caravan.security;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.Page;
import dev.caravan.paging.PageRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Adds, changes and removes users, and always leaves an admin who can log in. */
@Component
class Users {

  private final UserStore store;
  private final PasswordEncoder passwords;

  Users(UserStore store, PasswordEncoder passwords) {
    this.store = store;
    this.passwords = passwords;
  }

  Page<User> list(PageRequest request) {
    return store.list(request);
  }

  User get(UUID id) {
    return store.find(id).orElseThrow(() -> PermanentFailure.notFound("There is no user " + id));
  }

  User add(String username, String password, Role role, boolean active) {
    UUID id = UUID.randomUUID();
    String hash = passwords.encode(PasswordRules.checked("/password", password));
    if (!store.insert(id, username, hash, role, active)) {
      throw PermanentFailure.conflict("There is a user named " + username);
    }
    return get(id);
  }

  /** Changes what is given and leaves what is null. */
  @Transactional
  public User change(
      UUID id,
      @Nullable Integer expectedVersion,
      @Nullable Role role,
      @Nullable Boolean active,
      @Nullable String password) {
    User user = expected(id, expectedVersion);
    Role newRole = role == null ? user.role() : role;
    boolean nowActive = active == null ? user.active() : active;
    if (user.isActiveAdmin() && !(nowActive && newRole == Role.ADMIN)) {
      keepAnAdmin();
    }
    String hash =
        password == null ? null : passwords.encode(PasswordRules.checked("/password", password));
    if (!store.update(user, newRole, nowActive, hash)) {
      throw changedMeanwhile();
    }
    return get(id);
  }

  @Transactional
  public void changePassword(UUID id, String password) {
    User user = get(id);
    String hash = passwords.encode(PasswordRules.checked("/new_password", password));
    if (!store.update(user, user.role(), user.active(), hash)) {
      throw changedMeanwhile();
    }
  }

  @Transactional
  public void delete(UUID id, @Nullable Integer expectedVersion) {
    User user = expected(id, expectedVersion);
    if (user.isActiveAdmin()) {
      keepAnAdmin();
    }
    if (!store.delete(user)) {
      throw changedMeanwhile();
    }
  }

  private User expected(UUID id, @Nullable Integer version) {
    User user = get(id);
    if (version != null && version != user.version()) {
      throw changedMeanwhile();
    }
    return user;
  }

  private void keepAnAdmin() {
    if (store.lockActiveAdmins() < 2) {
      throw PermanentFailure.conflict(
          "This is the last admin who can log in: make another one first");
    }
  }

  private static PermanentFailure changedMeanwhile() {
    return new PermanentFailure(
        FailureKind.PRECONDITION,
        "The user was changed meanwhile: read it again and repeat the change",
        Map.of());
  }
}
