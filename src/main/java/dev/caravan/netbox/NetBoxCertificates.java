package dev.caravan.netbox;

import dev.caravan.worker.OutsideTls;
import java.util.Objects;
import javax.net.ssl.HostnameVerifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How NetBox's certificate is judged, for its routes to name. */
@Configuration(proxyBeanMethods = false)
class NetBoxCertificates {

  @Bean("netBoxTls")
  OutsideTls certificates(NetBoxProperties netBox) {
    return new OutsideTls(Objects.requireNonNullElse(netBox.caFile(), ""), netBox.verifySsl());
  }

  @Bean("netBoxHosts")
  HostnameVerifier hosts(OutsideTls netBoxTls) {
    return netBoxTls.hosts();
  }
}
