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
import java.util.function.Consumer;

/**
 * Creates cloud resources exactly once. That it was asked for is committed before the request;
 * where an answer was lost, or a node died, the cloud is first looked at by the mark that the
 * resource carries from its birth. What does not carry the mark is never taken for ours.
 */
final class Making {

  private final CloudWork work;

  Making(CloudWork work) {
    this.work = work;
  }

  /** One resource. */
  Conversation one(Resource resource) {
    Conversation talk = work.conversation();
    switch (resource.kind()) {
      case ROUTER_INTERFACE -> new RouterInterfaces(work).connect(talk, resource);
      case SECURITY_GROUP_RULES -> new RuleMaking(work).add(talk, resource);
      default -> begin(talk, List.of(resource));
    }
    return talk;
  }

  /** Ports, many in one request. */
  Conversation many(List<Resource> ports) {
    Conversation talk = work.conversation();
    begin(talk, ports.stream().filter(Resource::asked).toList());
    begin(talk, ports.stream().filter(port -> !port.asked()).toList());
    return talk;
  }

  private void begin(Conversation talk, List<Resource> wanted) {
    if (!wanted.isEmpty() && wanted.get(0).asked()) {
      look(talk, wanted, missing -> post(talk, missing, 1));
    } else if (!wanted.isEmpty()) {
      post(talk, wanted, 1);
    }
  }

  private void post(Conversation talk, List<Resource> wanted, int attempt) {
    work.store().asked(wanted);
    ResourceKind kind = wanted.get(0).kind();
    JsonNode body = wanted.size() == 1 ? work.bodies().body(wanted.get(0)) : bulk(kind, wanted);
    talk.ask(
        OpenStackRequest.post(kind.service(), "/" + kind.collection(), body),
        answer -> posted(talk, wanted, attempt, answer));
  }

  private ObjectNode bulk(ResourceKind kind, List<Resource> wanted) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    var list = body.putArray(kind.listField());
    wanted.forEach(each -> list.add(work.bodies().content(each)));
    return body;
  }

  private void posted(
      Conversation talk, List<Resource> wanted, int attempt, OpenStackAnswer answer) {
    boolean repeated = attempt > 1 || wanted.get(0).asked();
    if (answer.ok()) {
      match(wanted, answer.body());
    } else if (answer.unsure() && attempt < CloudWork.TRIES) {
      look(talk, wanted, missing -> post(talk, missing, attempt + 1));
    } else if (repeated && !answer.unsure()) {
      // The first request may have been done late, and its address or its quota be in the way now.
      look(
          talk,
          wanted,
          missing -> {
            throw refused(missing, answer);
          });
    } else {
      throw refused(wanted, answer);
    }
  }

  private RuntimeException refused(List<Resource> wanted, OpenStackAnswer answer) {
    return CloudRefused.answer(answer, "Making " + names(wanted), work.activity());
  }

  /** By what an answer to a POST of one, or of many, says of each. */
  private void match(List<Resource> wanted, JsonNode body) {
    ResourceKind kind = wanted.get(0).kind();
    if (wanted.size() == 1) {
      work.there(wanted.get(0), body.path(kind.field()));
      return;
    }
    List<JsonNode> made = new ArrayList<>();
    body.path(kind.listField()).forEach(made::add);
    for (Resource each : wanted) {
      work.there(each, made.stream().filter(each::is).findFirst().orElseThrow());
    }
  }

  /** What was made of them already? The rest is given on. */
  private void look(Conversation talk, List<Resource> wanted, Consumer<List<Resource>> otherwise) {
    work.store().doubtful(wanted);
    Looking.at(
        talk,
        wanted.get(0).kind(),
        query(wanted),
        answer -> CloudRefused.answer(answer, "Looking for " + names(wanted), work.activity()),
        listed -> {
          List<Resource> missing = missing(talk, wanted, listed);
          if (!missing.isEmpty()) {
            otherwise.accept(missing);
          }
        });
  }

  private List<Resource> missing(Conversation talk, List<Resource> wanted, List<JsonNode> listed) {
    List<Resource> missing = new ArrayList<>();
    for (Resource each : wanted) {
      List<JsonNode> mine =
          listed.stream().filter(each::is).sorted(Comparator.comparing(one -> born(one))).toList();
      if (mine.isEmpty()) {
        missing.add(each);
      } else {
        work.adopted(each, mine.get(0));
        mine.stream().skip(1).forEach(twin -> remove(talk, each, twin.path("id").asText()));
      }
    }
    return missing;
  }

  private static String born(JsonNode one) {
    return one.path("created").asText(one.path("created_at").asText(""));
  }

  /** A request that was done late, after another one: the oldest stays. */
  private void remove(Conversation talk, Resource resource, String twin) {
    talk.ask(
        OpenStackRequest.delete(
            resource.kind().service(), "/" + resource.kind().collection() + "/" + twin),
        answer -> {
          boolean done = answer.ok() || answer.notFound();
          work.happened(
              resource,
              done ? "twin_removed" : "twin_left",
              done
                  ? "%s was made twice by a request whose answer was lost; this one was removed"
                  : "%s was made twice and could not be removed yet; it goes with the deployment",
              twin);
        });
  }

  private String query(List<Resource> wanted) {
    return wanted.size() == 1
        ? wanted.get(0).query()
        : "network_id=" + work.bodies().idOf(ResourceKind.NETWORK_, "network");
  }

  private static String names(List<Resource> wanted) {
    Resource first = wanted.get(0);
    return wanted.size() == 1
        ? first.kind().key() + " " + first.name()
        : "%d %ss".formatted(wanted.size(), first.kind().key());
  }
}
