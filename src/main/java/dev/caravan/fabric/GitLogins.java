package dev.caravan.fabric;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.git.GitAccess;
import dev.caravan.secret.ServerSecret;
import dev.caravan.security.PlainHttp;
import org.springframework.stereotype.Component;

/** What lets us into the repositories of fabrics: each token at its own server alone. */
@Component
class GitLogins {

  private final FabricStore fabrics;
  private final PlainHttp plainHttp;

  GitLogins(FabricStore fabrics, PlainHttp plainHttp) {
    this.fabrics = fabrics;
    this.plainHttp = plainHttp;
  }

  GitAccess of(Fabric fabric) {
    ServerSecret token = fabrics.secrets(fabric.id()).gitToken();
    String url = fabric.git().url();
    if (token == null || !GitChange.takesToken(url)) {
      return GitAccess.NONE;
    }
    if (!plainHttp.allows(url)) {
      throw PermanentFailure.configuration(
          "The repository is reached over plain http, over which no token is sent");
    }
    return new GitAccess("git", token.revealTo(url));
  }
}
