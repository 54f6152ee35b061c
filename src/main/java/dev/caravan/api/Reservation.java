package dev.caravan.api;

import java.util.UUID;

/** What became of the wish to make a call under an idempotency key. */
sealed interface Reservation {

  /** Nobody has made the call: make it as this owner, then keep the answer. */
  record Granted(UUID owner) implements Reservation {}

  /** The call was made and answered. */
  record Answered(KeptAnswer answer) implements Reservation {}

  /** The call started a process, and its node died before it could answer. */
  record Started(UUID processId) implements Reservation {}

  /** The call is being made at this moment. */
  record UnderWay() implements Reservation {}

  /** The key was used for something else. */
  record OtherCall() implements Reservation {}
}
