package dev.caravan.ansible;

import java.nio.file.Path;

/**
 * A playbook that may be run.
 *
 * @param name its path in the folder of playbooks, such as {@code web/site.yml}
 * @param file where it is
 * @param repeatable whether it says {@code # caravan: repeatable} before its first line of YAML
 */
public record Playbook(String name, Path file, boolean repeatable) {}
