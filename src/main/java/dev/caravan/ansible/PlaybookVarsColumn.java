package dev.caravan.ansible;

import dev.caravan.security.SealedColumn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Variables of runs, which may hold passwords: sealed, and sealed anew with all else. */
@Configuration(proxyBeanMethods = false)
class PlaybookVarsColumn {

  @Bean
  SealedColumn sealedPlaybookVarsColumn() {
    return new SealedColumn("caravan.playbook_runs", "id", "extra_vars", PlaybookRuns::purpose);
  }
}
