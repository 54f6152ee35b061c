package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.caravan.sandbox.kept.KeptThings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Keeps networks, servers, images, key pairs and server groups. Callers are alone. */
final class KeptCloud {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final String SERVER = "server";
  private static final String KEY_PAIR = "key_pair";
  private static final String GROUP = "server_group";
  private static final String IMAGE = "image";
  private static final String PORTS_OF_NOVA = "ports_of_nova/all";

  private final KeptThings kept;
  private final NeutronStore neutron;
  private final NovaWorld nova;
  private final Images images;
  private final Map<String, Object> last = new HashMap<>();

  KeptCloud(KeptThings kept, NeutronWorld neutron, NovaWorld nova, Images images) {
    this.kept = kept;
    this.neutron = neutron.store();
    this.nova = nova;
    this.images = images;
  }

  /** The cloud is again as it was, and what was under way goes on. */
  void load() {
    Map<String, JsonNode> things = kept.all();
    if (things.isEmpty()) {
      save();
      return;
    }
    neutron.clear();
    images.clear();
    things.forEach((name, thing) -> restore(name.substring(0, name.indexOf('/')), thing));
    List<String> made = kept.find(PORTS_OF_NOVA).map(Json::texts).orElse(List.of());
    nova.ports().restore(made, nova.servers());
    nova.servers().all().forEach(nova.life()::resume);
    save();
  }

  private void restore(String sort, JsonNode thing) {
    switch (sort) {
      case SERVER ->
          nova.servers().restore(new Server(JSON.convertValue(thing, Server.Kept.class)));
      case KEY_PAIR -> nova.keyPairs().restore((ObjectNode) thing.deepCopy());
      case IMAGE -> images.restore((ObjectNode) thing.deepCopy());
      case GROUP -> nova.groups().restore((ObjectNode) thing.deepCopy());
      default -> {
        for (Kind kind : Kind.values()) {
          if (kind.singular().equals(sort)) {
            neutron.put(kind, (ObjectNode) thing.deepCopy());
          }
        }
      }
    }
  }

  /** Writes down what is other than before. */
  void save() {
    if (!kept.lasting()) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (Kind kind : Kind.values()) {
      neutron.all(kind).forEach(each -> names.add(keep(kind.singular(), each, "id")));
    }
    nova.keyPairs().all().forEach(each -> names.add(keep(KEY_PAIR, each, "user_id", "name")));
    nova.groups().all().forEach(each -> names.add(keep(GROUP, each, "id")));
    images.all().forEach(each -> names.add(keep(IMAGE, each, "id")));
    for (Server server : nova.servers().ever()) {
      Server.Kept state = server.kept();
      String name = SERVER + "/" + server.id();
      keep(name, state, () -> state);
      names.add(name);
    }
    Set<String> made = new TreeSet<>(nova.ports().madeByNova());
    keep(PORTS_OF_NOVA, made, () -> made);
    names.add(PORTS_OF_NOVA);
    last.keySet().retainAll(names);
    kept.retain(names);
  }

  private String keep(String sort, ObjectNode object, String... ids) {
    StringBuilder name = new StringBuilder(sort);
    for (String id : ids) {
      name.append('/').append(object.path(id).asText());
    }
    keep(name.toString(), object, object::deepCopy);
    return name.toString();
  }

  private void keep(String name, Object now, Supplier<Object> copy) {
    if (!now.equals(last.get(name))) {
      last.put(name, copy.get());
      kept.put(name, JSON.valueToTree(now));
    }
  }
}
