package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Query;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the servers that a list asks for. */
final class ServerLists {

  /** Known, but of no use to those who are no administrators. */
  private static final Set<String> IGNORED =
      Set.of(
          "limit",
          "marker",
          "sort_key",
          "sort_dir",
          "metadata",
          "host",
          "deleted",
          "node",
          "hostname",
          "user_id",
          "project_id",
          "tenant_id",
          "availability_zone",
          "config_drive",
          "created_at",
          "launched_at",
          "key_name",
          "locked",
          "power_state",
          "vm_state",
          "task_state",
          "description",
          "terminated_at",
          "progress",
          "changes-before",
          "uuid",
          "all_tenants",
          "image_ref",
          "display_name",
          "ip6",
          "auto_disk_config",
          "root_device_name");

  private static final List<String> SORT_KEYS = List.of("uuid", "display_name", "created_at");

  private static final Set<String> TAGS = Set.of("tags", "tags-any", "not-tags", "not-tags-any");

  private final ServerStore servers;
  private final ServerAddresses addresses;

  ServerLists(ServerStore servers, ServerAddresses addresses) {
    this.servers = servers;
    this.addresses = addresses;
  }

  List<Server> matching(Request request) {
    Query query = request.query();
    Microversion version = Microversion.of(request.call());
    Session session = request.session();
    if (query.last("all_tenants").isPresent() && !session.admin()) {
      throw NovaErrors.forbidden(
          "Policy doesn't allow os_compute_api:servers:index:get_all_tenants to be performed.");
    }
    boolean everyones = query.last("all_tenants").isPresent();
    if (everyones && query.last("metadata").isPresent()) {
      throw NovaErrors.badRequest("Invalid filter field: metadata.");
    }
    Predicate<Server> filter = filter(query, version);
    List<Server> all = query.last("changes-since").isPresent() ? servers.ever() : servers.all();
    return all.stream()
        .filter(server -> everyones || server.project().equals(session.project().id()))
        .filter(filter)
        .sorted(order(query))
        .toList();
  }

  private static Comparator<Server> order(Query query) {
    String key = query.last("sort_key").orElse("created_at");
    if (!SORT_KEYS.contains(key)) {
      throw NovaErrors.invalidQuery(
          "sort_key", key, "is not one of ['" + String.join("', '", SORT_KEYS) + "']");
    }
    Comparator<Server> order =
        key.equals("display_name")
            ? Comparator.comparing(Server::name)
            : key.equals("uuid")
                ? Comparator.comparing(Server::id)
                : Comparator.comparing(Server::created);
    order = order.thenComparing(Server::id);
    return query.last("sort_dir").orElse("desc").equals("asc") ? order : order.reversed();
  }

  private Predicate<Server> filter(Query query, Microversion version) {
    Predicate<Server> filter = server -> true;
    for (Map.Entry<String, List<String>> each : query.parameters().entrySet()) {
      filter = filter.and(filter(each.getKey(), last(each.getValue()), version));
    }
    return filter;
  }

  private static String last(List<String> values) {
    return values.get(values.size() - 1);
  }

  private Predicate<Server> filter(String name, String value, Microversion version) {
    if (TAGS.contains(name)) {
      return version.atLeast(26) ? tags(name, value) : server -> true;
    }
    return switch (name) {
      case "name" -> matching(value, Server::name);
      case "status" -> status(value, version);
      case "flavor" -> server -> server.spec().flavor().id().equals(value);
      case "image" -> server -> server.spec().image().equals(value);
      case "reservation_id" -> server -> server.reservation().equals(value);
      case "ip" -> address(value);
      case "changes-since" -> changedSince(value);
      default -> {
        if (version.atLeast(75) && !IGNORED.contains(name)) {
          throw NovaErrors.badRequest("'" + name + "' does not match any of the regexes: '^_'");
        }
        yield server -> true;
      }
    };
  }

  private static Predicate<Server> matching(
      String pattern, java.util.function.Function<Server, String> text) {
    Pattern compiled = pattern("name", pattern);
    return server -> compiled.matcher(text.apply(server)).find();
  }

  private static Pattern pattern(String name, String value) {
    try {
      return Pattern.compile(value, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw NovaErrors.invalidQuery(name, value, "is not a 'regex'");
    }
  }

  private static Predicate<Server> status(String value, Microversion version) {
    boolean known =
        Arrays.stream(ServerState.values()).anyMatch(state -> state.name().equalsIgnoreCase(value));
    if (!known && version.atLeast(38)) {
      throw NovaErrors.badRequest("Invalid status value");
    }
    return server -> server.state().name().equalsIgnoreCase(value);
  }

  private static Predicate<Server> tags(String name, String value) {
    List<String> wanted = List.of(value.split(",", -1));
    Predicate<Server> filter =
        name.endsWith("-any")
            ? server -> wanted.stream().anyMatch(server.tags()::contains)
            : server -> server.tags().containsAll(wanted);
    return name.startsWith("not-") ? filter.negate() : filter;
  }

  private Predicate<Server> address(String value) {
    Pattern pattern = pattern("ip", value);
    return server ->
        addresses.of(server).findValuesAsText("addr").stream()
            .anyMatch(address -> pattern.matcher(address).find());
  }

  private static Predicate<Server> changedSince(String value) {
    Instant since = instant(value);
    return server -> !server.updated().isBefore(since);
  }

  private static Instant instant(String value) {
    try {
      return OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
    } catch (DateTimeParseException e) {
      try {
        return LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException noTime) {
        throw NovaErrors.invalidQuery("changes-since", value, "is not a 'date-time'");
      }
    }
  }
}
