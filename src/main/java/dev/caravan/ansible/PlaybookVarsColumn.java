package dev.caravan.ansible;

import dev.caravan.security.SealedColumn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Variables of runs, which may hold passwords: sealed, and sealed anew with all else. */
@Configuration(proxyBeanMethods = false)
class PlaybookVarsColumn {

  @Bean
  SealedColumn sealedPlaybookVarsColumn() {
    return SealedColumn.ofRows("caravan.playbook_runs", "extra_vars", PlaybookRuns::purpose);
  }
}
