package dev.caravan.security;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who a request comes from.
 *
 * @param kind whether a person or a key
 * @param id of the user or the API key
 * @param name the username, or {@code api-key:} and the key's name
 * @param role what the caller may do
 * @param topics of steps that the caller works on outside of Caravan
 */
public record Caller(Kind kind, UUID id, String name, Role role, Set<String> topics)
    implements Principal {

  /** What a caller identified itself by. */
  public enum Kind {
    USER,
    API_KEY
  }

  static final String ATTRIBUTE = Caller.class.getName();

  static Caller user(User user) {
    return new Caller(Kind.USER, user.id(), user.username(), user.role(), Set.of());
  }

  static Caller apiKey(ApiKey key) {
    Role now = Objects.requireNonNull(key.roleNow(), "A key that does not count has no caller");
    return new Caller(Kind.API_KEY, key.id(), "api-key:" + key.name(), now, key.topics());
  }

  /** Tells it from every other caller for ever: a name may be given to another one later. */
  public String identity() {
    return (kind == Kind.USER ? "user:" : "api-key:") + id;
  }

  /** Whether the caller may take and finish steps of a topic: an admin may those of all. */
  public boolean mayWorkOn(String topic) {
    return role.includes(Role.ADMIN) || topics.contains(topic);
  }

  /** The caller of the request that this thread answers; absent outside of requests. */
  public static Optional<Caller> current() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who != null && who.getPrincipal() instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** The caller of a request, also after it has been answered; absent where nobody was known. */
  public static Optional<Caller> of(HttpServletRequest request) {
    return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
  }

  @Override
  public String getName() {
    return name;
  }
}
