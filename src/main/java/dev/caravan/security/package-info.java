/**
 * Who may do what: users, API keys and tokens, the roles, and the one table that opens an address
 * to a role. Everything else is closed.
 */
@NullMarked
package dev.caravan.security;

import org.jspecify.annotations.NullMarked;
