package dev.caravan.security;

import dev.caravan.failure.Failure;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Checks passwords. */
@Component
class Logins {

  private static final int LONGEST_NAME = 100;

  /** Few wrong tries are allowed them, so one place is enough. */
  private static final int AT_ONCE_OF_KNOWN = 1;

  private final UserStore users;
  private final PasswordEncoder passwords;
  private final PasswordPlaces places;
  private final PasswordPlaces placesOfKnown = new PasswordPlaces(AT_ONCE_OF_KNOWN);
  private final LoginThrottle throttle;
  private final ApplicationEventPublisher events;
  private final String hashOfNobody;

  Logins(
      UserStore users,
      PasswordEncoder passwords,
      PasswordPlaces places,
      LoginThrottle throttle,
      ApplicationEventPublisher events) {
    this.users = users;
    this.passwords = passwords;
    this.places = places;
    this.throttle = throttle;
    this.events = events;
    this.hashOfNobody = passwords.encode("nobody has this password");
  }

  /** The user of that name and password; a wrong one of either is the same failure. */
  User logIn(String username, String password, String address) {
    String name = username.substring(0, Math.min(LONGEST_NAME, username.length()));
    // Strangers, however many, keep nobody out who has logged in from there before.
    PasswordPlaces own = throttle.isKnown(name, address) ? placesOfKnown : places;
    // Whoever has to come again has not used up a try.
    return own.inTurn(() -> tryLogIn(name, password, address));
  }

  private User tryLogIn(String name, String password, String address) {
    try {
      throttle.countTry(name, address);
      User user = check(name, password);
      throttle.forgive(name, address);
      users.recordLogin(user.id());
      events.publishEvent(new LoginTried(user.username(), true));
      return user;
    } catch (Failure refused) {
      events.publishEvent(new LoginTried(name, false));
      throw refused;
    }
  }

  private User check(String username, String password) {
    Optional<User> user = users.findByName(username);
    // An unknown name costs as much time as a wrong password.
    String hash = user.map(User::passwordHash).orElse(hashOfNobody);
    boolean right = passwords.matches(password, hash);
    return user.filter(known -> right && known.active())
        .orElseThrow(
            () ->
                new PermanentFailure(
                    FailureKind.AUTHENTICATION, "The username or password is wrong", Map.of()));
  }
}
