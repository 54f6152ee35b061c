package dev.caravan.worker;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.stereotype.Component;

/** Sees to it that routes give back the places that they hold, also where they break off. */
@Component
class Places {

  /** The place is given back when the exchange is done with. */
  public void hold(Exchange exchange) {
    Place place = exchange.getProperty("place", Place.class);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                place.giveBack();
              }
            });
  }
}
