package dev.caravan.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.caravan.failure.PermanentFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.ServletWebRequest;

class PageTest {

  private static final String LIST = "/api/v1/things";

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456Z");
  private static final UUID ID = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");

  @Test
  void linksToTheNextPageOnlyWhereOneExists() {
    PageRequest request = new PageRequest(2, null, "/api/v1/things?status=new");

    Page<Integer> more = Page.of(List.of(1, 2, 3), request, Cursor::of);
    Page<Integer> last = Page.of(List.of(1, 2), request, Cursor::of);

    assertThat(more.items()).containsExactly(1, 2);
    assertThat(more.next())
        .isEqualTo("/api/v1/things?status=new&cursor=" + Cursor.of(2).encodedFor(LIST));
    assertThat(last).isEqualTo(new Page<>(List.of(1, 2), null));
  }

  @Test
  void oneRowThatCannotBeReadHidesNoOtherAndEndsNoList() throws SQLException {
    RowMapper<ReadRow<Integer>> rows =
        ReadRow.each(
            (row, n) -> Integer.valueOf(row.getString("value")),
            "name",
            row -> Cursor.of(row.getString("name")));
    List<ReadRow<Integer>> read = new ArrayList<>();
    for (String value : List.of("1", "two", "3")) {
      ResultSet row = mock(ResultSet.class);
      when(row.getString("value")).thenReturn(value);
      when(row.getString("name")).thenReturn("row " + value);
      read.add(rows.mapRow(row, read.size()));
    }

    Page<String> page = Page.of(read, new PageRequest(2, null, LIST)).map(String::valueOf);

    assertThat(page.items()).containsExactly("1");
    assertThat(page.unreadable())
        .singleElement()
        .satisfies(
            odd -> {
              assertThat(odd.id()).isEqualTo("row two");
              assertThat(odd.problem()).doesNotContain("Exception", "java");
            });
    assertThat(page.next()).endsWith("cursor=" + Cursor.of("row two").encodedFor(LIST));
    assertThat(Page.whole(read).items()).containsExactly(1, 3);
  }

  @Test
  void cursorKeepsWhatTheListIsSortedBy() {
    Cursor read = Cursor.decode(Cursor.of(AT, ID, "a/b c", 17L).encodedFor(LIST), LIST);

    assertThat(read.instant(0)).isEqualTo(AT);
    assertThat(read.uuid(1)).isEqualTo(ID);
    assertThat(read.text(2)).isEqualTo("a/b c");
    assertThat(read.number(3)).isEqualTo(17);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%%", "AAAA", "A", "", "_w", "eA", "=", "\u00e9"})
  void refusesWhatIsNoCursor(String cursor) {
    assertThatThrownBy(() -> Cursor.decode(cursor, LIST)).isInstanceOf(PermanentFailure.class);
  }

  @Test
  void refusesACursorOfAnotherList() {
    String cursor = Cursor.of(9).encodedFor("/api/v1/others?status=new");

    assertThatThrownBy(() -> Cursor.decode(cursor, LIST)).isInstanceOf(PermanentFailure.class);
    assertThat(Cursor.decode(cursor, "/api/v1/others")).isEqualTo(Cursor.of(9));
  }

  @Test
  void refusesPartsThatAreNotWhatTheListIsSortedBy() {
    assertThatThrownBy(() -> Cursor.of("x").uuid(0)).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> Cursor.of("x").text(1)).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> Cursor.of("x").number(0)).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> Cursor.of(Instant.MAX).instant(0))
        .isInstanceOf(PermanentFailure.class);
    String nul = Cursor.of("a\u0000b").encodedFor(LIST);
    assertThatThrownBy(() -> Cursor.decode(nul, LIST)).isInstanceOf(PermanentFailure.class);
  }

  @Test
  void readsTheRequestAndKeepsItsFiltersInTheLink() {
    MockHttpServletRequest http = new MockHttpServletRequest("GET", "/api/v1/things");
    http.setQueryString("status=a%20b&limit=7&cursor=" + Cursor.of(9).encodedFor(LIST));
    http.addParameter("limit", "7");
    http.addParameter("cursor", Cursor.of(9).encodedFor(LIST));

    PageRequest request = resolve(http);

    assertThat(request.limit()).isEqualTo(7);
    assertThat(request.after()).contains(Cursor.of(9));
    assertThat(request.list()).isEqualTo("/api/v1/things?status=a%20b&limit=7");
  }

  @Test
  void refusesALimitOutOfRange() {
    for (String limit : List.of("0", "1001", "-1", "ten", "99999999999")) {
      MockHttpServletRequest http = new MockHttpServletRequest("GET", "/api/v1/things");
      http.addParameter("limit", limit);

      assertThatThrownBy(() -> resolve(http))
          .isInstanceOfSatisfying(
              PermanentFailure.class,
              failure -> assertThat(failure.details().toString()).contains("/limit", "1000"));
    }
  }

  @SuppressWarnings("NullAway") // the resolver looks at the request alone
  private static PageRequest resolve(MockHttpServletRequest http) {
    return new PageRequestResolver().resolveArgument(null, null, new ServletWebRequest(http), null);
  }
}
