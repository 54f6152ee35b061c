package dev.caravan.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.PermissionsPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter.XFrameOptionsMode;
import org.springframework.stereotype.Component;

/** Has browsers keep to what each answer is for; refusals have these headers, too. */
@Component
@Order(FilterOrder.SAFE_HEADERS)
class SafeHeaders extends HeaderWriterFilter {

  /** Enough for the user interface and the API's documentation, served from here alone. */
  private static final String CONTENT =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final List<HeaderWriter> WRITERS =
      List.of(
          new XContentTypeOptionsHeaderWriter(),
          new XXssProtectionHeaderWriter(),
          new HstsHeaderWriter(),
          new XFrameOptionsHeaderWriter(XFrameOptionsMode.DENY),
          new ContentSecurityPolicyHeaderWriter(CONTENT),
          new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER),
          new PermissionsPolicyHeaderWriter("camera=(), microphone=(), geolocation=(), payment=()"),
          SafeHeaders::keepPrivate);

  SafeHeaders() {
    super(WRITERS);
  }

  /** What the server refuses by itself is answered by its error page alone. */
  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  /** For what is refused before any filter. */
  static void write(HttpServletRequest request, HttpServletResponse response) {
    WRITERS.forEach(writer -> writer.writeHeaders(request, response));
  }

  /**
   * Answers may be kept by the caller and asked for again by their ETag, but in no shared cache.
   */
  private static void keepPrivate(HttpServletRequest request, HttpServletResponse response) {
    if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    }
  }
}
