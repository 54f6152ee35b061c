package dev.caravan.api;

import org.springframework.core.Ordered;

/** In which order a request passes; Spring Security stands at -100, the audit before it. */
final class FilterOrder {

  static final int PROXIES = Ordered.HIGHEST_PRECEDENCE + 9;
  static final int SAFE_HEADERS = PROXIES + 1;
  static final int REQUEST_ID = SAFE_HEADERS + 1;
  static final int KNOWN_HOSTS = REQUEST_ID + 1;
  static final int SOUND_REQUESTS = KNOWN_HOSTS + 1;
  static final int ROLES = SOUND_REQUESTS + 1;
  static final int BODY_LIMIT = ROLES + 1;
  static final int ALIASES = BODY_LIMIT + 1;
  static final int IDEMPOTENCY = -50;
  static final int ENTITY_TAGS = -40;

  private FilterOrder() {}
}
