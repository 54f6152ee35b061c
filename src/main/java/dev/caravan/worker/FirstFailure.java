package dev.caravan.worker;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets all parts of a split come to their end, and then fails as the first of them that failed. */
@Component
class FirstFailure implements AggregationStrategy {

  @Override
  public Exchange aggregate(@Nullable Exchange before, Exchange part) {
    if (before == null) {
      return part;
    }
    if (before.getException() == null && part.getException() != null) {
      before.setException(part.getException());
    }
    return before;
  }
}
