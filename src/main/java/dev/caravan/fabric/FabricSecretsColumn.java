package dev.caravan.fabric;

import dev.caravan.security.SealedColumn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What lets us into clusters and repositories: sealed, and sealed anew with all else. */
@Configuration(proxyBeanMethods = false)
class FabricSecretsColumn {

  @Bean
  SealedColumn sealedFabricSecretsColumn() {
    return SealedColumn.ofRows("caravan.fabrics", "secrets", FabricStore::purpose);
  }

  @Bean
  SealedColumn sealedFabricObjectsColumn() {
    return new SealedColumn(
        "caravan.fabric_resources",
        "id",
        "desired_sealed",
        DeclaredStore.SEALED_SUBJECT,
        DeclaredStore::purpose);
  }
}
