package dev.caravan.fabric;

import dev.caravan.git.GitKind;
import dev.caravan.git.GitSource;
import dev.caravan.git.GitUse;
import java.util.List;
import org.springframework.stereotype.Component;

/** The repositories that fabrics name: their clones are kept. */
@Component
class FabricRepositories implements GitUse {

  private final FabricStore fabrics;

  FabricRepositories(FabricStore fabrics) {
    this.fabrics = fabrics;
  }

  @Override
  public GitKind kind() {
    return GitKind.REPOSITORY;
  }

  @Override
  public List<GitSource> sources() {
    return fabrics.all().stream()
        .map(Fabric::git)
        .filter(place -> !place.url().isBlank())
        .map(place -> new GitSource(place.url(), place.ref()))
        .toList();
  }
}
