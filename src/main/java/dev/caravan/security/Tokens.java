package dev.caravan.security;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/**
 * Tokens of users: a signed user id and time. What the user may do is looked up at every call, so
 * that a user who is disabled, or has a new role or password, is treated so at once.
 */
@Component
class Tokens implements Converter<Jwt, CallerToken> {

  private static final String ISSUER = "caravan";
  private static final String CREDENTIALS_VERSION = "credentials_version";
  private static final JwsHeader HEADER = JwsHeader.with(MacAlgorithm.HS256).type("JWT").build();

  private final UserStore users;
  private final Clock clock;
  private final Duration lifetime;
  private final JwtEncoder encoder;
  private final JwtDecoder decoder;

  Tokens(SigningKey key, UserStore users, SecuritySettings settings, Clock clock) {
    this.users = users;
    this.clock = clock;
    this.lifetime = settings.sessionTimeout();
    this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key.key()));
    this.decoder = decoder(key, clock);
  }

  private static JwtDecoder decoder(SigningKey key, Clock clock) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withSecretKey(key.key()).macAlgorithm(MacAlgorithm.HS256).build();
    JwtTimestampValidator time = new JwtTimestampValidator(Duration.ZERO);
    time.setClock(clock);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(time, new JwtIssuerValidator(ISSUER)));
    return decoder;
  }

  JwtDecoder decoder() {
    return decoder;
  }

  Duration lifetime() {
    return lifetime;
  }

  String issue(User user) {
    Instant now = clock.instant();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(ISSUER)
            .subject(user.id().toString())
            .claim(CREDENTIALS_VERSION, user.credentialsVersion())
            .issuedAt(now)
            .expiresAt(now.plus(lifetime))
            .build();
    return encoder.encode(JwtEncoderParameters.from(HEADER, claims)).getTokenValue();
  }

  /** The caller of a token whose signature and times are right. */
  @Override
  public CallerToken convert(Jwt token) {
    return idOf(token)
        .flatMap(users::find)
        .filter(User::active)
        .filter(user -> isVersion(token.getClaims().get(CREDENTIALS_VERSION), user))
        .map(user -> new CallerToken(Caller.user(user)))
        .orElseThrow(() -> new InvalidBearerTokenException("The token counts no longer"));
  }

  /** A token that somebody else made with the same key may lack anything. */
  private static Optional<UUID> idOf(Jwt token) {
    try {
      return Optional.ofNullable(token.getSubject()).map(UUID::fromString);
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  private static boolean isVersion(@Nullable Object claimed, User user) {
    return claimed instanceof Number version && version.longValue() == user.credentialsVersion();
  }
}
