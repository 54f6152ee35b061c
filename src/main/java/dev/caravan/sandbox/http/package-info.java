/** What every simulator has: an HTTP front, faults on demand and a count of requests. */
@NullMarked
package dev.caravan.sandbox.http;

import org.jspecify.annotations.NullMarked;
