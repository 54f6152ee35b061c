package dev.caravan.terminal;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is printed beside the log.
 *
 * @param progress whether the progress of processes is printed
 * @param firstImport whether the sandbox imports its sample library at first start
 */
@ConfigurationProperties("caravan.terminal")
record TerminalProperties(boolean progress, boolean firstImport) {}
