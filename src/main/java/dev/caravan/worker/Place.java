package dev.caravan.worker;

/** A place at an outside system that an exchange holds as its property {@code place}. */
public interface Place {

  /** An answer with this status came that is a failed attempt; another may follow. */
  void heard(int status);

  /** The exchange is done with, however it ended; what was never taken is given back as well. */
  void giveBack();
}
