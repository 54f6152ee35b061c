package dev.caravan.notification;

import dev.caravan.security.SealedColumn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What webhooks sign with: sealed, and sealed anew with all else. */
@Configuration(proxyBeanMethods = false)
class WebhookSecretsColumn {

  @Bean
  SealedColumn sealedWebhookSecretsColumn() {
    return SealedColumn.ofRows("caravan.webhooks", "secret", Webhooks::purpose);
  }
}
