package dev.caravan.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;

/** Keeps answers out of shared caches; what shows a secret is kept nowhere at all. */
final class PrivateAnswers implements HeaderWriter {

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    }
  }
}
