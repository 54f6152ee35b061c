package dev.caravan.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.openstack.Conversation;
import dev.caravan.openstack.OpenStackAnswer;
import dev.caravan.openstack.OpenStackRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Has resources made so that each comes into being once. That it was asked for is committed before
 * the request; where an answer was lost, or a node died, the cloud is first looked at by the mark
 * that the resource carries from its birth.
 */
final class Making {

  /** How often a request is sent whose answer is lost, each time after a look. */
  private static final int TRIES = 3;

  private final Deployment deployment;
  private final Bodies bodies;
  private final ResourceStore store;
  private final String activity;
  private final Runnable progress;

  /**
   * For one step.
   *
   * @param activity the step, as an error names it
   * @param progress told of each resource that is there
   */
  Making(
      Deployment deployment,
      Bodies bodies,
      ResourceStore store,
      String activity,
      Runnable progress) {
    this.deployment = deployment;
    this.bodies = bodies;
    this.store = store;
    this.activity = activity;
    this.progress = progress;
  }

  /** One resource. */
  Conversation one(Resource resource) {
    Conversation talk = new Conversation(deployment.cloudRegion());
    switch (resource.kind()) {
      case ROUTER_INTERFACE -> connect(talk, resource);
      case SECURITY_GROUP_RULES -> rules(talk, resource);
      default -> {
        if (resource.asked()) {
          look(talk, List.of(resource), 1);
        } else {
          post(talk, List.of(resource), 1);
        }
      }
    }
    return talk;
  }

  /** Ports, many in one request. */
  Conversation many(List<Resource> ports) {
    Conversation talk = new Conversation(deployment.cloudRegion());
    List<Resource> asked = ports.stream().filter(Resource::asked).toList();
    List<Resource> fresh = ports.stream().filter(port -> !port.asked()).toList();
    if (!asked.isEmpty()) {
      look(talk, asked, 1);
    }
    if (!fresh.isEmpty()) {
      post(talk, fresh, 1);
    }
    return talk;
  }

  private void post(Conversation talk, List<Resource> wanted, int attempt) {
    store.asked(wanted);
    ResourceKind kind = wanted.get(0).kind();
    JsonNode body = wanted.size() == 1 ? bodies.body(wanted.get(0)) : bulk(kind, wanted);
    talk.ask(
        OpenStackRequest.post(kind.service(), "/" + kind.collection(), body),
        answer -> posted(talk, wanted, attempt, answer));
  }

  private ObjectNode bulk(ResourceKind kind, List<Resource> wanted) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    var list = body.putArray(kind.listField());
    wanted.forEach(each -> list.add(bodies.content(each)));
    return body;
  }

  private void posted(
      Conversation talk, List<Resource> wanted, int attempt, OpenStackAnswer answer) {
    ResourceKind kind = wanted.get(0).kind();
    if (answer.ok()) {
      List<JsonNode> made = new ArrayList<>();
      if (wanted.size() == 1) {
        made.add(answer.body().path(kind.field()));
      } else {
        answer.body().path(kind.listField()).forEach(made::add);
      }
      match(wanted, made);
    } else if (answer.unsure() && attempt < TRIES) {
      look(talk, wanted, attempt + 1);
    } else {
      throw CloudRefused.answer(answer, "Making " + names(wanted), activity);
    }
  }

  /** By what an answer to a POST of one, or of many, says of each. */
  private void match(List<Resource> wanted, List<JsonNode> made) {
    for (Resource each : wanted) {
      JsonNode mine =
          wanted.size() == 1
              ? made.get(0)
              : made.stream().filter(one -> is(each, one)).findFirst().orElseThrow();
      there(each, mine);
    }
  }

  private void there(Resource resource, JsonNode found) {
    String address = found.path("fixed_ips").path(0).path("ip_address").asText(null);
    store.present(resource, found.path("id").asText(), address);
    progress.run();
  }

  /** What was made of them already? The rest is asked for. */
  private void look(Conversation talk, List<Resource> wanted, int attempt) {
    store.doubtful(wanted);
    ResourceKind kind = wanted.get(0).kind();
    String path = "/" + kind.collection() + (kind == ResourceKind.SERVER ? "/detail" : "");
    talk.ask(
        OpenStackRequest.get(kind.service(), path, query(wanted)),
        answer -> {
          if (!answer.ok()) {
            throw CloudRefused.answer(answer, "Looking for " + names(wanted), activity);
          }
          List<JsonNode> listed = new ArrayList<>();
          answer.body().path(kind.listField()).forEach(listed::add);
          found(talk, wanted, listed, attempt);
        });
  }

  private void found(Conversation talk, List<Resource> wanted, List<JsonNode> listed, int attempt) {
    List<Resource> missing = new ArrayList<>();
    for (Resource each : wanted) {
      List<JsonNode> mine =
          listed.stream()
              .filter(one -> is(each, one))
              .sorted(Comparator.comparing(one -> born(one)))
              .toList();
      if (mine.isEmpty()) {
        missing.add(each);
      } else {
        there(each, mine.get(0));
        mine.stream().skip(1).forEach(twin -> remove(talk, each, twin));
      }
    }
    if (!missing.isEmpty()) {
      post(talk, missing, attempt);
    }
  }

  private static String born(JsonNode one) {
    return one.path("created").asText(one.path("created_at").asText(""));
  }

  /** A request that was done late, after another one: the oldest stays. */
  private void remove(Conversation talk, Resource resource, JsonNode twin) {
    talk.ask(
        OpenStackRequest.delete(
            resource.kind().service(),
            "/" + resource.kind().collection() + "/" + twin.path("id").asText()),
        answer -> {
          if (!answer.ok() && !answer.notFound()) {
            throw CloudRefused.answer(answer, "Removing a twin of " + resource.name(), activity);
          }
        });
  }

  private String query(List<Resource> wanted) {
    return wanted.size() == 1
        ? wanted.get(0).query()
        : "network_id=" + bodies.idOf(ResourceKind.NETWORK_, "network");
  }

  private boolean is(Resource resource, JsonNode listed) {
    return resource.is(listed, bodies.cloudName(resource));
  }

  /** Twice is as good as once: the second time Neutron says that the router has a port there. */
  private void connect(Conversation talk, Resource resource) {
    String router = bodies.idOf(ResourceKind.ROUTER, "router");
    String subnet = bodies.idOf(ResourceKind.SUBNET, resource.spec().path("subnet").asText());
    store.asked(List.of(resource));
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("subnet_id", subnet);
    talk.ask(
        OpenStackRequest.put(
            resource.kind().service(), "/routers/%s/add_router_interface".formatted(router), body),
        answer -> {
          boolean before = answer.status() == 400 && answer.words().contains("already has a port");
          if (!answer.ok() && !before) {
            throw CloudRefused.answer(answer, "Connecting subnet " + resource.name(), activity);
          }
          store.present(resource, subnet, null);
          progress.run();
        });
  }

  private void rules(Conversation talk, Resource resource) {
    List<JsonNode> wanted = new ArrayList<>();
    bodies.rules(resource).forEach(wanted::add);
    if (!resource.asked()) {
      addRules(talk, resource, wanted, 1);
    } else {
      lookForRules(talk, resource, wanted, 1);
    }
  }

  private void addRules(Conversation talk, Resource resource, List<JsonNode> missing, int attempt) {
    store.asked(List.of(resource));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    missing.forEach(body.putArray("security_group_rules")::add);
    talk.ask(
        OpenStackRequest.post(resource.kind().service(), "/security-group-rules", body),
        answer -> {
          if (answer.ok()) {
            store.present(resource, ruleGroup(resource), null);
            progress.run();
          } else if ((answer.unsure() || answer.status() == 409) && attempt < TRIES) {
            List<JsonNode> wanted = new ArrayList<>();
            bodies.rules(resource).forEach(wanted::add);
            lookForRules(talk, resource, wanted, attempt + 1);
          } else {
            throw CloudRefused.answer(answer, "Adding rules to " + resource.name(), activity);
          }
        });
  }

  private void lookForRules(
      Conversation talk, Resource resource, List<JsonNode> wanted, int attempt) {
    talk.ask(
        OpenStackRequest.get(
            resource.kind().service(),
            "/security-group-rules",
            "security_group_id=" + ruleGroup(resource)),
        answer -> {
          if (!answer.ok()) {
            throw CloudRefused.answer(answer, "Looking for rules", activity);
          }
          List<JsonNode> missing =
              wanted.stream()
                  .filter(rule -> !Rules.listed(rule, answer.body().path("security_group_rules")))
                  .toList();
          if (missing.isEmpty()) {
            store.present(resource, ruleGroup(resource), null);
            progress.run();
          } else {
            addRules(talk, resource, missing, attempt);
          }
        });
  }

  private String ruleGroup(Resource resource) {
    return bodies.idOf(ResourceKind.SECURITY_GROUP, resource.spec().path("group").asText());
  }

  private static String names(List<Resource> wanted) {
    Resource first = wanted.get(0);
    return wanted.size() == 1
        ? first.kind().key() + " " + first.name()
        : "%d %ss".formatted(wanted.size(), first.kind().key());
  }
}
