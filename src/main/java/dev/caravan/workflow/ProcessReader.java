package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.paging.PageRequest;
import dev.caravan.paging.ReadRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows processes as the API does. */
@Component
class ProcessReader {

  private static final String SUMMARY = "summary";
  private static final String ERROR = "error";

  private final ProcessStore store;
  private final StepStore steps;
  private final FailureStore failures;
  private final HistoricVariables variables;
  private final List<UnfinishedSummary> unfinished;
  private final ShownVariables shown;

  ProcessReader(
      ProcessStore store,
      StepStore steps,
      FailureStore failures,
      HistoricVariables variables,
      List<UnfinishedSummary> unfinished,
      ShownVariables shown) {
    this.shown = shown;
    this.unfinished = unfinished;
    this.store = store;
    this.steps = steps;
    this.failures = failures;
    this.variables = variables;
  }

  ProcessView get(UUID id) {
    ProcessRow row = require(id);
    Map<String, Object> state = variables.of(id);
    return view(row, shown.variables(row, state), summary(row, state.get(SUMMARY)));
  }

  StatusView status(UUID id) {
    ProcessRow row = require(id);
    Optional<StatusView.Retrying> retrying = retrying(row);
    return new StatusView(
        id,
        id,
        row.workflow(),
        row.status().word(),
        progress(row),
        retrying.orElse(null),
        summary(row, row.completedAt() == null ? null : variables.of(id, SUMMARY)),
        row.completedAt() == null && row.status() != ProcessStatus.FAILED
            ? retrying.map(StatusView.Retrying::error).orElse(null)
            : error(row),
        row.updatedAt(),
        row.completedAt());
  }

  private Optional<StatusView.Retrying> retrying(ProcessRow row) {
    return row.status() == ProcessStatus.RUNNING ? steps.retrying(row.id()) : Optional.empty();
  }

  /** What a run said itself, or what its module says of it once it was cancelled or has failed. */
  private @Nullable Object summary(ProcessRow row, @Nullable Object said) {
    boolean broken =
        row.status() == ProcessStatus.CANCELLED || row.status() == ProcessStatus.FAILED;
    if (said != null || !broken) {
      return said;
    }
    return unfinished.stream()
        .filter(each -> each.workflow().equals(row.workflow()))
        .findFirst()
        .flatMap(each -> each.of(row.id()))
        .orElse(null);
  }

  List<StepView> steps(UUID id) {
    require(id);
    return steps.steps(id);
  }

  /** Without their variables, which may be large. */
  List<ReadRow<ProcessView>> list(ProcessFilter filter, PageRequest page) {
    List<ReadRow<ProcessRow>> rows = store.list(filter, page);
    Map<String, Object> summaries = summaries(ReadRow.items(rows));
    return rows.stream()
        .map(
            each ->
                each.as(
                    each.at().text(1),
                    row -> view(row, null, summary(row, summaries.get(row.id().toString())))))
        .toList();
  }

  private Map<String, Object> summaries(List<ProcessRow> rows) {
    Set<String> ended =
        rows.stream()
            .filter(row -> row.completedAt() != null)
            .map(row -> row.id().toString())
            .collect(Collectors.toSet());
    return variables.of(ended, SUMMARY);
  }

  private ProcessRow require(UUID id) {
    return store.find(id).orElseThrow(() -> PermanentFailure.notFound("There is no process " + id));
  }

  private ProcessView view(
      ProcessRow row, @Nullable Map<String, Object> state, @Nullable Object summary) {
    return new ProcessView(
        row.id(),
        row.id(),
        row.workflow(),
        row.version(),
        row.status().word(),
        progress(row),
        retrying(row).orElse(null),
        shown.form(row),
        state,
        summary,
        error(row),
        row.createdBy(),
        row.createdAt(),
        row.startedAt(),
        row.updatedAt(),
        row.completedAt());
  }

  private ProcessView.@Nullable Progress progress(ProcessRow row) {
    boolean completed = row.status() == ProcessStatus.COMPLETED;
    return (completed ? steps.lastStep(row.id()) : steps.progress(row.id())).orElse(null);
  }

  private ProcessView.@Nullable StepFailure error(ProcessRow row) {
    return row.status() == ProcessStatus.FAILED
        ? steps.failure(row.id()).orElseGet(() -> told(row))
        : null;
  }

  /** What the process itself says of its failure, where no step failed for good. */
  private ProcessView.@Nullable StepFailure told(ProcessRow row) {
    return variables.of(row.id(), ERROR) instanceof JsonNode error && error.isObject()
        ? new ProcessView.StepFailure(
            error.path("type").asText(),
            error.path("message").asText(),
            error,
            error.path("failed_activity").asText(row.workflow()),
            false)
        : failures.find(row.id()).map(ProcessReader::failure).orElse(null);
  }

  private static ProcessView.StepFailure failure(FailureStore.ProcessFailed failed) {
    return new ProcessView.StepFailure(failed.type(), failed.message(), null, failed.name(), false);
  }
}
