package dev.caravan.security;

import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** One chain for every address: no sessions, no forms, no cookies; the table decides. */
@Configuration
class SecurityConfiguration {

  @Bean
  SecurityFilterChain closedUnlessOpened(
      HttpSecurity http, AccessTable table, Refusals refusals, Tokens tokens, ApiKeyStore keys)
      throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .cors(Customizer.withDefaults())
        // Written further out, so that what never comes here has them, too.
        .headers(AbstractHttpConfigurer::disable)
        .exceptionHandling(
            it -> it.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .oauth2ResourceServer(
            it ->
                it.authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals)
                    .jwt(jwt -> jwt.decoder(tokens.decoder()).jwtAuthenticationConverter(tokens)))
        .addFilterBefore(new ApiKeyFilter(keys, refusals), BearerTokenAuthenticationFilter.class)
        .addFilterBefore(new CallerNoted(), AuthorizationFilter.class)
        .authorizeHttpRequests(
            it ->
                it.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll()
                    .anyRequest()
                    .access((who, context) -> decide(table, who, context)))
        .build();
  }

  private static AuthorizationDecision decide(
      AccessTable table, Supplier<Authentication> who, RequestAuthorizationContext context) {
    boolean granted =
        table.ruleFor(context.getRequest()).filter(rule -> rule.allows(callerOf(who))).isPresent();
    return new AuthorizationDecision(granted);
  }

  private static @Nullable Caller callerOf(Supplier<Authentication> who) {
    Authentication shown = who.get();
    return shown != null && shown.getPrincipal() instanceof Caller caller ? caller : null;
  }

  @Bean
  CorsConfigurationSource corsConfigurationSource(SecuritySettings settings) {
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    if (!settings.corsOrigins().isEmpty()) {
      source.registerCorsConfiguration("/**", cors(settings.corsOrigins()));
    }
    return source;
  }

  private static CorsConfiguration cors(List<String> origins) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(origins);
    cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    cors.setAllowedHeaders(
        List.of(
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "X-API-Key",
            "X-Correlation-ID",
            "X-Request-ID"));
    cors.setExposedHeaders(
        List.of("ETag", "Location", "Retry-After", "X-Correlation-ID", "X-Request-ID"));
    cors.setMaxAge(Duration.ofHours(1));
    return cors;
  }

  /** Half of the machine is left for those who have logged in. */
  @Bean
  PasswordPlaces passwordPlaces() {
    return new PasswordPlaces(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  /** The algorithm is written with each hash, so that a better one can take over later. */
  @Bean
  PasswordEncoder passwordEncoder() {
    return PasswordEncoderFactories.createDelegatingPasswordEncoder();
  }
}
