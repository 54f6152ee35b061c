package dev.caravan.netbox;

/** Who made an object that was found standing. */
public enum Origin {
  /** NetBox's change log says that a request with our mark did. */
  OURS,
  /** Somebody else did: the change log says so, or nothing of it was ever sent. */
  OTHERS,
  /** It was sent once, and nobody can say who made what stands there. */
  UNKNOWN
}
