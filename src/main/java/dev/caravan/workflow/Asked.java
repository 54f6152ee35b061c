package dev.caravan.workflow;

import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.MDC;

/** Who asks for something, and by which request. */
public record Asked(String by, String requestId) {

  /** By the request that is being answered. */
  public static Asked by(Principal user) {
    return new Asked(
        user.getName(),
        Optional.ofNullable(MDC.get("request_id")).orElseGet(() -> UUID.randomUUID().toString()));
  }
}
