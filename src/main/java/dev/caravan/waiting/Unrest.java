package dev.caravan.waiting;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Says which things of a kind are at work, so that a read of them may wait. */
public interface Unrest {

  /** Those of the ids at which something will happen without anybody's doing; unknown ones not. */
  Set<UUID> among(Collection<UUID> ids);
}
