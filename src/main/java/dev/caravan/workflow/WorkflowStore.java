package dev.caravan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.flowable.bpmn.exceptions.XMLException;
import org.flowable.common.engine.api.FlowableException;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.repository.Deployment;
import org.flowable.engine.repository.ProcessDefinition;
import org.flowable.engine.repository.ProcessDefinitionQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The workflows that are deployed, each in its newest version. */
@Component
class WorkflowStore {

  private static final Logger LOG = LoggerFactory.getLogger(WorkflowStore.class);

  private final RepositoryService repository;
  private final Map<String, FormSchema> forms = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> documents = new ConcurrentHashMap<>();

  WorkflowStore(RepositoryService repository) {
    this.repository = repository;
  }

  /** Deploys a workflow with its form; one that is deployed as it is makes no new version. */
  void deploy(String name, byte[] bpmn, byte[] form) {
    int before = find(name).map(ProcessDefinition::getVersion).orElse(0);
    try {
      repository
          .createDeployment()
          .name(name)
          .enableDuplicateFiltering()
          .addBytes(file(name), bpmn)
          .addBytes(FormSchema.FILE, form)
          .deploy();
      int after = get(name).getVersion();
      if (after > before) {
        LOG.info("Workflow {} is deployed in version {}", name, after);
      }
    } catch (WorkflowGate.Refused e) {
      throw e.refusal();
    } catch (FlowableException | XMLException e) {
      throw WorkflowProblems.refusedByEngine(name, e);
    }
  }

  List<ProcessDefinition> all() {
    return newest().list().stream()
        .sorted(Comparator.comparing(ProcessDefinition::getKey))
        .toList();
  }

  Optional<ProcessDefinition> find(String name) {
    return Optional.ofNullable(newest().processDefinitionKey(name).singleResult());
  }

  /** The workflow, or a not-found failure that names those there are. */
  ProcessDefinition get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                PermanentFailure.notFound(
                    "There is no workflow named '%s'; there are %s"
                        .formatted(name, startable().toList())));
  }

  /** The workflow, where it can be started. */
  ProcessDefinition startable(String name) {
    ProcessDefinition workflow = get(name);
    if (workflow.isSuspended()) {
      throw PermanentFailure.conflict(
          "Workflow %s is retired and cannot be started: its file is no longer there, or an admin retired it; there are %s"
              .formatted(name, startable().toList()));
    }
    return workflow;
  }

  private Stream<String> startable() {
    return all().stream()
        .filter(workflow -> !workflow.isSuspended())
        .map(ProcessDefinition::getKey);
  }

  /** Whether a file was deployed as this workflow, as those of Caravan's start are. */
  boolean isOfFile(ProcessDefinition workflow) {
    return workflow.getKey().equals(deployment(workflow).getName());
  }

  /** The BPMN file as it was deployed. */
  byte[] source(ProcessDefinition workflow) {
    return resource(workflow, file(workflow.getKey()));
  }

  FormSchema form(ProcessDefinition workflow) {
    return forms.computeIfAbsent(
        workflow.getDeploymentId(),
        deployment -> FormSchema.parse(resource(workflow, FormSchema.FILE)));
  }

  /** The form of a version, as it was written; missing where that version is gone. */
  JsonNode formOf(String name, int version) {
    return documents.computeIfAbsent(
        name + "/" + version,
        key ->
            Optional.ofNullable(
                    repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(name)
                        .processDefinitionVersion(version)
                        .singleResult())
                .map(workflow -> form(workflow).document())
                .orElseGet(MissingNode::getInstance));
  }

  WorkflowView view(ProcessDefinition workflow) {
    return WorkflowView.of(
        workflow,
        repository.getBpmnModel(workflow.getId()),
        deployment(workflow).getDeploymentTime().toInstant());
  }

  private Deployment deployment(ProcessDefinition workflow) {
    return repository
        .createDeploymentQuery()
        .deploymentId(workflow.getDeploymentId())
        .singleResult();
  }

  private ProcessDefinitionQuery newest() {
    return repository.createProcessDefinitionQuery().latestVersion();
  }

  private byte[] resource(ProcessDefinition workflow, String file) {
    if (!repository.getDeploymentResourceNames(workflow.getDeploymentId()).contains(file)) {
      return FormSchema.NO_FIELDS;
    }
    try (InputStream stream = repository.getResourceAsStream(workflow.getDeploymentId(), file)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String name) {
    return name + ".bpmn20.xml";
  }
}
