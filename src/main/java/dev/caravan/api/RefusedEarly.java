package dev.caravan.api;

import dev.caravan.failure.PermanentFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** The one error shape for what Spring's firewall and the rules for web pages refuse. */
@Configuration
class RefusedEarly {

  @Bean
  RequestRejectedHandler requestRejectedHandler(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    return (request, response, refused) ->
        errors.resolveException(request, response, null, refused);
  }

  /** Spring Security takes it by its name. */
  @Bean
  CorsFilter corsFilter(
      @Qualifier("corsConfigurationSource") CorsConfigurationSource source,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    CorsFilter filter = new CorsFilter(source);
    filter.setCorsProcessor(new Refusing(errors));
    return filter;
  }

  private static final class Refusing extends DefaultCorsProcessor {

    private final HandlerExceptionResolver errors;

    Refusing(HandlerExceptionResolver errors) {
      this.errors = errors;
    }

    @Override
    public boolean processRequest(
        @Nullable CorsConfiguration rules, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      boolean allowed = super.processRequest(rules, request, response);
      if (!allowed && response.getStatus() == HttpStatus.FORBIDDEN.value()) {
        errors.resolveException(
            request,
            response,
            null,
            PermanentFailure.permission(
                "Web pages of this origin may not call: CORS_ORIGINS names those that may"));
      }
      return allowed;
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) {
      response.setStatusCode(HttpStatus.FORBIDDEN);
    }
  }
}
