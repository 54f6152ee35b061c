/**
 * Who is told: webhooks, the outbox that is written with each event, and signed deliveries that are
 * tried again for a day. It listens; nobody calls it.
 */
@NullMarked
package dev.caravan.notification;

import org.jspecify.annotations.NullMarked;
