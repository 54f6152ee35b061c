package dev.caravan.fabric;

import dev.caravan.secret.ServerSecret;
import org.jspecify.annotations.Nullable;

/** What lets us in, each for the server that it was given for; kept sealed. */
record FabricSecrets(
    @Nullable ServerSecret token,
    @Nullable String clientCertificate,
    @Nullable ServerSecret clientKey,
    @Nullable ServerSecret gitToken) {

  static final FabricSecrets NONE = new FabricSecrets(null, null, null, null);

  /**
   * As it is sealed.
   *
   * @param server that token and key are for; null in those of before, which are for the fabric's
   * @param gitServer that the token for git is for
   */
  record Kept(
      @Nullable String token,
      @Nullable String clientCertificate,
      @Nullable String clientKey,
      @Nullable String gitToken,
      @Nullable String server,
      @Nullable String gitServer) {

    @Override
    public String toString() {
      return "FabricSecrets.Kept";
    }
  }

  /** What is to be sealed; for the vault alone. */
  Kept kept() {
    ServerSecret cluster = token == null ? clientKey : token;
    return new Kept(
        clear(token),
        clientCertificate,
        clear(clientKey),
        clear(gitToken),
        cluster == null ? null : cluster.server(),
        gitToken == null ? null : gitToken.server());
  }

  /**
   * What was sealed.
   *
   * @param server of the fabric
   * @param gitUrl of the fabric
   */
  static FabricSecrets of(Kept kept, String server, String gitUrl) {
    String cluster = kept.server() == null ? server : kept.server();
    String git = kept.gitServer() == null ? gitUrl : kept.gitServer();
    return new FabricSecrets(
        ServerSecret.ofNullable(kept.token(), cluster),
        kept.clientCertificate(),
        ServerSecret.ofNullable(kept.clientKey(), cluster),
        ServerSecret.ofNullable(kept.gitToken(), git));
  }

  private static @Nullable String clear(@Nullable ServerSecret secret) {
    return secret == null ? null : secret.revealTo(secret.server());
  }

  FabricSecrets withGitToken(@Nullable ServerSecret newToken) {
    return new FabricSecrets(token, clientCertificate, clientKey, newToken);
  }

  @Override
  public String toString() {
    return "FabricSecrets";
  }
}
