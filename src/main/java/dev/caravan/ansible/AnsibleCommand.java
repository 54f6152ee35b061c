package dev.caravan.ansible;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * How {@code ansible-playbook} is called: its arguments and its environment, both free of secrets.
 */
@Component
public class AnsibleCommand {

  /** A socket's path has room for about a hundred characters. */
  private static final int LONGEST_SOCKET_FOLDER = 70;

  private static final List<String> INHERITED = List.of("PATH", "HOME", "USER", "LOGNAME");
  private static final Pattern JUMP =
      Pattern.compile(
          "(?:([A-Za-z0-9._-]+)@)?([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  private final AnsibleProperties settings;
  private final Playbooks playbooks;

  AnsibleCommand(AnsibleProperties settings, Playbooks playbooks) {
    this.settings = settings;
    this.playbooks = playbooks;
  }

  /** Says what is missing before anybody waits for it. */
  public void requireInstalled() {
    if (find(settings.command()).isEmpty()) {
      throw missing(
          "%s is not installed here: install ansible-core, or name it by ANSIBLE_COMMAND"
              .formatted(settings.command()));
    }
    if (find("setsid").isEmpty()) {
      throw missing("setsid is not installed here: playbooks are run on Linux with util-linux");
    }
    readable("ANSIBLE_PRIVATE_KEY_FILE", settings.privateKeyFile());
    readable("ANSIBLE_KNOWN_HOSTS", settings.knownHosts());
    var unused = proxy();
  }

  private static void readable(String setting, String file) {
    if (!file.isBlank() && !Files.isReadable(Path.of(file.strip()))) {
      throw missing("%s: cannot read %s".formatted(setting, file));
    }
  }

  /** It cannot be done here as things are, and by no fault of the caller. */
  private static PermanentFailure missing(String message) {
    return new PermanentFailure(FailureKind.RESOURCE, message, Map.of());
  }

  private static Optional<Path> find(String command) {
    List<Path> places = new ArrayList<>();
    if (command.contains("/")) {
      places.add(Path.of(command).toAbsolutePath());
    } else {
      String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
      for (String folder : path.split(File.pathSeparator, -1)) {
        places.add(Path.of(folder, command));
      }
    }
    return places.stream().filter(Files::isRegularFile).filter(Files::isExecutable).findFirst();
  }

  /** The command line of a run. */
  List<String> line(Path inventory, Path extraVars, Path playbook) {
    Path command = find(settings.command()).orElse(Path.of(settings.command()));
    return List.of(
        command.toString(),
        "--inventory",
        inventory.toString(),
        "--extra-vars",
        "@" + extraVars,
        playbook.toString());
  }

  /** All that the child sees: nothing of Caravan's own environment but where programs are. */
  Map<String, String> environment(RunFolder folder, Path plugins, Path recap) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("LANG", "C.UTF-8");
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("TMPDIR", folder.folder("tmp").toString());
    environment.put("CARAVAN_RECAP", recap.toString());
    environment.put("ANSIBLE_CONFIG", configuration(folder).toString());
    environment.put("ANSIBLE_LOCAL_TEMP", folder.folder("local").toString());
    environment.put("ANSIBLE_CALLBACK_PLUGINS", plugins.toString());
    environment.put("ANSIBLE_CALLBACKS_ENABLED", "caravan_recap");
    environment.put("ANSIBLE_RETRY_FILES_ENABLED", "0");
    environment.put("ANSIBLE_NOCOLOR", "1");
    environment.put("ANSIBLE_FORCE_COLOR", "0");
    environment.put("ANSIBLE_NOCOWS", "1");
    ssh(environment, folder);
    return environment;
  }

  /** One in the folder of playbooks counts; those of the machine and of the user do not. */
  private Path configuration(RunFolder folder) throws IOException {
    Path given = playbooks.folder().resolve("ansible.cfg");
    return Files.isRegularFile(given) ? given : folder.write("ansible.cfg", "");
  }

  private void ssh(Map<String, String> environment, RunFolder folder) throws IOException {
    Path sockets = folder.folder("cp");
    boolean shared = sockets.toString().length() <= LONGEST_SOCKET_FOLDER;
    environment.put("ANSIBLE_SSH_CONTROL_PATH_DIR", sockets.toString());
    environment.put(
        "ANSIBLE_SSH_ARGS",
        shared
            ? "-o ControlMaster=auto -o ControlPersist=60s"
            : "-o ControlMaster=no -o ControlPath=none");
    environment.put("ANSIBLE_HOST_KEY_CHECKING", settings.hostKeyChecking() ? "True" : "False");
    if (!settings.user().isBlank()) {
      environment.put("ANSIBLE_REMOTE_USER", settings.user().strip());
    }
    if (!settings.privateKeyFile().isBlank()) {
      environment.put("ANSIBLE_PRIVATE_KEY_FILE", absolute(settings.privateKeyFile()));
    }
    List<String> arguments = new ArrayList<>();
    if (!settings.sshArgs().isBlank()) {
      arguments.add(settings.sshArgs().strip());
    }
    trust().forEach(option -> arguments.add("-o " + quoted(option)));
    proxy().ifPresent(command -> arguments.add("-o " + quoted("ProxyCommand=" + command)));
    if (!arguments.isEmpty()) {
      environment.put("ANSIBLE_SSH_COMMON_ARGS", String.join(" ", arguments));
    }
  }

  private List<String> trust() {
    if (!settings.knownHosts().isBlank()) {
      return List.of("UserKnownHostsFile=\"" + absolute(settings.knownHosts()) + "\"");
    }
    return settings.hostKeyChecking() ? List.of() : List.of("UserKnownHostsFile=/dev/null");
  }

  /** As ProxyJump would, but with the same key and the same trusted hosts on the way. */
  private Optional<String> proxy() {
    String given = settings.jumpHost().strip();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    var parts = JUMP.matcher(given);
    if (!parts.matches()) {
      throw missing(
          "ANSIBLE_JUMP_HOST: must be [user@]host[:port], such as ubuntu@bastion.example.org:22");
    }
    List<String> words = new ArrayList<>(List.of("ssh", "-q", "-W", "[%h]:%p"));
    trust().forEach(option -> words.addAll(List.of("-o", quoted(option))));
    if (!settings.hostKeyChecking()) {
      words.addAll(List.of("-o", "StrictHostKeyChecking=no"));
    }
    if (!settings.privateKeyFile().isBlank()) {
      words.addAll(List.of("-i", quoted(absolute(settings.privateKeyFile()))));
    }
    String user = Optional.ofNullable(parts.group(1)).orElse(settings.user().strip());
    if (!user.isEmpty()) {
      words.addAll(List.of("-l", quoted(user)));
    }
    if (parts.group(3) != null) {
      words.addAll(List.of("-p", parts.group(3)));
    }
    words.add(parts.group(2).replace("[", "").replace("]", ""));
    return Optional.of(String.join(" ", words));
  }

  private static String absolute(String file) {
    return Path.of(file.strip()).toAbsolutePath().toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
