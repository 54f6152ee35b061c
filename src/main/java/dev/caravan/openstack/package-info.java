/** What OpenStack is like: clouds, tokens, services, requests and what its refusals mean. */
@NullMarked
package dev.caravan.openstack;

import org.jspecify.annotations.NullMarked;
