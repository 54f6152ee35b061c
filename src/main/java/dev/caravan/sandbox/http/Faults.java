package dev.caravan.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to go wrong, for the next so many requests that match. */
public final class Faults {

  private final List<Fault> faults = new ArrayList<>();

  synchronized void add(Fault fault) {
    faults.add(fault);
  }

  synchronized void clear() {
    faults.clear();
  }

  /** The first fault that concerns this request counts down; it is here if it hits. */
  synchronized Optional<Fault> hitting(Call call) {
    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      if (fault.concerns(call)) {
        boolean hit = fault.strikes();
        Fault next = fault.after(hit);
        if (next.times() <= 0) {
          faults.remove(i);
        } else {
          faults.set(i, next);
        }
        return hit ? Optional.of(fault) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  synchronized ArrayNode asJson() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    faults.forEach(fault -> list.add(fault.asJson()));
    return list;
  }
}
