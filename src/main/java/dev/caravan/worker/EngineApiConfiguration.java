package dev.caravan.worker;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Puts the engine's API for external workers at its usual address; the engine's own configuration
 * would let it speak with Caravan's names.
 */
@Configuration(proxyBeanMethods = false)
class EngineApiConfiguration {

  @Bean
  ServletRegistrationBean<DispatcherServlet> engineApi(ApplicationContext application) {
    AnnotationConfigWebApplicationContext api = new AnnotationConfigWebApplicationContext();
    api.setParent(application);
    api.register(EngineApi.class);
    ServletRegistrationBean<DispatcherServlet> servlet =
        new ServletRegistrationBean<>(new DispatcherServlet(api), "/external-job-api/*");
    servlet.setName("external-workers");
    return servlet;
  }
}
