package dev.caravan.netbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists of NetBox are read page by page, and end. */
class ListingTest {

  private final List<JsonNode> rows = new ArrayList<>();

  private static NetBoxAnswer page(@Nullable String next) {
    ObjectNode page = JsonNodeFactory.instance.objectNode().put("next", next);
    page.putArray("results").addObject().put("id", 1);
    return new NetBoxAnswer(200, page, "");
  }

  private static NetBoxCall call(List<? extends Turn> turns) {
    return (NetBoxCall) turns.get(0);
  }

  @Test
  void goOnAsLongAsThereIsAnotherPage() {
    NetBoxCall first = Listing.of("dcim/things", "a=b", rows::add);

    NetBoxCall second = call(first.answered(page("http://x/api/dcim/things/?a=b&offset=1000")));

    assertThat(second.request()).contains(NetBoxRequest.get("dcim/things", "a=b&offset=1000"));
    assertThat(second.answered(page(null))).isEmpty();
    assertThat(rows).hasSize(2);
  }

  @Test
  void aPageThatLeadsBackEndsTheReading() {
    NetBoxCall first = Listing.of("dcim/things", "a=b", rows::add);
    NetBoxCall second = call(first.answered(page("http://x/?a=b&offset=1000")));

    assertThatThrownBy(() -> second.answered(page("http://x/?a=b&offset=1000")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("dcim/things has no end");
    NetBoxCall third =
        call(Listing.of("dcim/things", "", rows::add).answered(page("http://x/?p=2")));
    assertThatThrownBy(() -> third.answered(page("http://x/?limit=1000")))
        .isInstanceOf(PermanentFailure.class);
  }
}
