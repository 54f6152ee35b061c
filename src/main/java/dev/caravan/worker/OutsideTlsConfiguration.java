package dev.caravan.worker;

import javax.net.ssl.HostnameVerifier;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** TLS of the outside systems, for routes to name. */
@Configuration(proxyBeanMethods = false)
class OutsideTlsConfiguration {

  @Bean
  OutsideTls netBoxTls(
      @Value("${caravan.netbox.ca-file:}") String authorities,
      @Value("${caravan.netbox.verify-ssl:true}") boolean verified) {
    return new OutsideTls(authorities, verified);
  }

  @Bean
  HostnameVerifier netBoxHosts(@Value("${caravan.netbox.verify-ssl:true}") boolean verified) {
    return verified ? new DefaultHostnameVerifier() : NoopHostnameVerifier.INSTANCE;
  }
}
