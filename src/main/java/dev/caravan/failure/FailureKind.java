package dev.caravan.failure;

/** What went wrong, by the name and HTTP status that callers see. */
public enum FailureKind {
  VALIDATION("ValidationError", 400),
  AUTHENTICATION("AuthenticationError", 401),
  PERMISSION("PermissionError", 403),
  NOT_FOUND("NotFoundError", 404),
  TIMEOUT("TimeoutError", 408),
  CONFLICT("ConflictError", 409),
  PRECONDITION("PreconditionError", 412),
  PAYLOAD_TOO_LARGE("PayloadTooLargeError", 413),
  RATE_LIMIT("RateLimitError", 429),
  CONFIGURATION("ConfigurationError", 500),
  INTEGRATION("IntegrationError", 502),
  RESOURCE("ResourceError", 503);

  private final String label;
  private final int status;

  FailureKind(String label, int status) {
    this.label = label;
    this.status = status;
  }

  /** The value of {@code error} in an answer, such as {@code ValidationError}. */
  public String label() {
    return label;
  }

  /** The HTTP status of such an answer. */
  public int status() {
    return status;
  }
}
