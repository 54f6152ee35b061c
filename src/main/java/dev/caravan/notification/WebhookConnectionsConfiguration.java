package dev.caravan.notification;

import dev.caravan.worker.WholeAnswer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The connections that the route delivers over: each is made to the very address that was found to
 * be public, so that a name that leads elsewhere a moment later leads nowhere.
 */
@Configuration(proxyBeanMethods = false)
class WebhookConnectionsConfiguration {

  private static final Timeout PATIENCE = Timeout.ofSeconds(10);
  private static final int ADDRESSES = 2;

  @Bean
  WholeAnswer webhookAnswers(WebhookSettings settings) {
    return new WholeAnswer(settings.time());
  }

  @Bean
  PoolingHttpClientConnectionManager webhookConnections(PublicAddresses addresses) {
    ConnectionConfig timeouts =
        ConnectionConfig.custom().setConnectTimeout(PATIENCE).setSocketTimeout(PATIENCE).build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(new PublicOnly(addresses))
        .setDefaultConnectionConfig(timeouts)
        .setMaxConnPerRoute(10)
        .setMaxConnTotal(50)
        .build();
  }

  private record PublicOnly(PublicAddresses addresses) implements DnsResolver {

    /** A few: each is waited for. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] all = addresses.resolve(host);
      return Arrays.copyOf(all, Math.min(all.length, ADDRESSES));
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return addresses.resolve(host)[0].getCanonicalHostName();
    }
  }
}
