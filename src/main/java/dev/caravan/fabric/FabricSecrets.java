package dev.caravan.fabric;

import org.jspecify.annotations.Nullable;

/** What lets us in; kept sealed. */
record FabricSecrets(
    @Nullable String token,
    @Nullable String clientCertificate,
    @Nullable String clientKey,
    @Nullable String gitToken) {

  static final FabricSecrets NONE = new FabricSecrets(null, null, null, null);

  FabricSecrets withGitToken(@Nullable String newToken) {
    return new FabricSecrets(token, clientCertificate, clientKey, newToken);
  }

  @Override
  public String toString() {
    return "FabricSecrets";
  }
}
