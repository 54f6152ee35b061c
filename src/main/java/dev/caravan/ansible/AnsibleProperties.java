package dev.caravan.ansible;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How playbooks are found and run, and how servers are reached.
 *
 * @param playbooks the folder of playbooks; empty for those that Caravan brings along
 * @param command {@code ansible-playbook}, by name or path
 * @param user who logs in to servers; empty leaves it to ssh
 * @param privateKeyFile with which key; empty leaves it to ssh
 * @param knownHosts file of trusted host keys; empty for the user's own
 * @param hostKeyChecking false lets any host key pass
 * @param jumpHost {@code [user@]host[:port]}; empty for none
 * @param sshArgs more arguments for ssh, quoted as for a shell
 * @param timeLimit how long a run may take
 * @param mostOutput how much of what a run prints is kept
 * @param outputKept for how long
 */
@ConfigurationProperties("caravan.ansible")
public record AnsibleProperties(
    @DefaultValue("") String playbooks,
    @DefaultValue("ansible-playbook") String command,
    @DefaultValue("") String user,
    @DefaultValue("") String privateKeyFile,
    @DefaultValue("") String knownHosts,
    @DefaultValue("true") boolean hostKeyChecking,
    @DefaultValue("") String jumpHost,
    @DefaultValue("") String sshArgs,
    @DefaultValue("1h") Duration timeLimit,
    @DefaultValue("10MB") DataSize mostOutput,
    @DefaultValue("90d") Duration outputKept) {}
