package dev.caravan.security;

/**
 * Somebody tried to log in.
 *
 * @param username as it was given
 * @param succeeded whether a token was given out
 */
public record LoginTried(String username, boolean succeeded) {}
