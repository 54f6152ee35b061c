package dev.caravan.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Leaves the caller with the request, for those who look at it after it has been answered. */
final class CallerNoted extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Caller.current().ifPresent(caller -> request.setAttribute(Caller.ATTRIBUTE, caller));
    chain.doFilter(request, response);
  }
}
