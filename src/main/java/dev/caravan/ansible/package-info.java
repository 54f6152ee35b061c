/** What Ansible is like: playbooks, inventories, a run as a child process, its recap and output. */
@NullMarked
package dev.caravan.ansible;

import org.jspecify.annotations.NullMarked;
