package dev.caravan.yaml;

/**
 * One thing that is wrong with a YAML file.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); empty for the file as a whole
 * @param rule what is broken, in kebab-case
 * @param message what is wrong, with line and column where they are known
 */
public record YamlProblem(String pointer, String rule, String message) {}
