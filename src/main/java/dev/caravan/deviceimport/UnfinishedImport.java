package dev.caravan.deviceimport;

import dev.caravan.workflow.UnfinishedSummary;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What an import did and left in NetBox that was cancelled or has failed. */
@Component
class UnfinishedImport implements UnfinishedSummary {

  private final ImportSummarySteps sums;

  UnfinishedImport(ImportSummarySteps sums) {
    this.sums = sums;
  }

  @Override
  public String workflow() {
    return "import-vendors";
  }

  @Override
  public Optional<Map<String, Object>> of(UUID process) {
    return sums.of(process);
  }
}
