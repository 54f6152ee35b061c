package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import java.util.ArrayList;
import java.util.List;

/** Adds the rules of a security group of ours; they go with the group. */
final class RuleMaking {

  private final CloudWork work;

  RuleMaking(CloudWork work) {
    this.work = work;
  }

  void add(Conversation talk, Resource resource) {
    if (resource.asked()) {
      look(talk, resource, 1);
    } else {
      post(talk, resource, wanted(resource), 1);
    }
  }

  private List<JsonNode> wanted(Resource resource) {
    List<JsonNode> wanted = new ArrayList<>();
    work.bodies().rules(resource).forEach(wanted::add);
    return wanted;
  }

  private void post(Conversation talk, Resource resource, List<JsonNode> missing, int attempt) {
    work.store().asked(List.of(resource));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    missing.forEach(body.putArray("security_group_rules")::add);
    talk.ask(
        OpenStackRequest.post(resource.kind().service(), "/security-group-rules", body),
        answer -> {
          boolean again = answer.unsure() || answer.status() == 409;
          if (answer.ok()) {
            work.there(resource, group(resource), null);
          } else if (again && attempt < CloudWork.TRIES) {
            look(talk, resource, attempt + 1);
          } else {
            throw refused(answer, "Adding rules to " + resource.name());
          }
        });
  }

  private void look(Conversation talk, Resource resource, int attempt) {
    Looking.at(
        talk,
        ResourceKind.SECURITY_GROUP_RULES,
        "security_group_id=" + group(resource),
        answer -> refused(answer, "Looking for the rules of " + resource.name()),
        listed -> {
          List<JsonNode> missing =
              wanted(resource).stream().filter(rule -> !Rules.listed(rule, listed)).toList();
          if (missing.isEmpty()) {
            work.there(resource, group(resource), null);
          } else {
            post(talk, resource, missing, attempt);
          }
        });
  }

  private RuntimeException refused(OpenStackAnswer answer, String what) {
    return CloudRefused.answer(answer, what, work.activity());
  }

  private String group(Resource resource) {
    return work.bodies().idOf(ResourceKind.SECURITY_GROUP, resource.spec().path("group").asText());
  }
}
