package dev.caravan.openstack;

/** Why a cloud says no, by status and words: the status alone does not tell. */
public enum Refusal {
  /** More than the project may have. */
  QUOTA,
  /** The credentials may not do this. */
  FORBIDDEN,
  /** There is no room, or no such place. */
  CAPACITY,
  /** Something is in the way that may go by itself. */
  IN_USE,
  NOT_FOUND,
  /** The request is wrong, and would be again. */
  BAD_REQUEST;

  /** The kind of refusal of an answer that is neither good nor unsure. */
  public static Refusal of(OpenStackAnswer answer) {
    String type = answer.type();
    if (type.equals("OverQuota") || answer.words().startsWith("Quota exceeded")) {
      return QUOTA;
    }
    if (type.equals("IpAddressGenerationFailure")) {
      return CAPACITY;
    }
    return switch (answer.status()) {
      case 401, 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 409 -> IN_USE;
      case 413 -> QUOTA;
      default -> BAD_REQUEST;
    };
  }
}
