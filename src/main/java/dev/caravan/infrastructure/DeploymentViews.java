package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.secret.SecretTree;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Shows deployments, without the values that a template or a name says are secret. */
@Component
class DeploymentViews {

  private final TemplateStore templates;

  /** A version of a template never changes. */
  private final Map<String, JsonNode> schemas = new ConcurrentHashMap<>();

  DeploymentViews(TemplateStore templates) {
    this.templates = templates;
  }

  DeploymentView of(Deployment deployment, List<Resource> standing) {
    return DeploymentView.of(
        deployment, SecretTree.shown(deployment.parameters(), schema(deployment)), standing);
  }

  private JsonNode schema(Deployment deployment) {
    return schemas.computeIfAbsent(
        deployment.template() + "/" + deployment.templateVersion(),
        key ->
            templates
                .find(deployment.template(), deployment.templateVersion())
                .map(Template::parameters)
                .orElseGet(MissingNode::getInstance));
  }
}
