package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;

/** One of the services behind the one port. */
interface Service {

  /** How its paths begin, such as {@code /compute}. */
  String prefix();

  /**
   * Answers a request.
   *
   * @param path without the prefix
   */
  Answer answer(Call call, String path);

  /** What it says where something else than its work went wrong, such as 500. */
  Answer failure(Call call, int status);
}
