package dev.caravan.paging;

/**
 * Lists whose rows may be large: a page of them ends early, with a link to what follows, so that no
 * list that is asked for needs more memory than there is.
 */
public final class PageBytes {

  /** As text, in the database; the row that passes it is the page's last. */
  static final int MOST = 4_000_000;

  static final String CUT = "page_cut";

  private PageBytes() {}

  /**
   * The same rows, no more than that large; read them with {@link ReadRow#paged}.
   *
   * @param select the rows of a page in their order, with the limit
   */
  public static String bounded(String select) {
    return """
    select bounded.* from (
      select measured.*, page_bytes > %1$d and lead(1) over () is not null as %2$s,
        coalesce(lag(page_bytes) over (), 0) as page_bytes_before
      from (
        select wanted.*, sum(octet_length(wanted::text)) over (rows unbounded preceding) as page_bytes
        from (
    %3$s
        ) wanted
      ) measured
    ) bounded where page_bytes_before <= %1$d
    """
        .formatted(MOST, CUT, select);
  }
}
