package dev.caravan.api;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Entity tags for what is read: a caller that has the same already is answered 304 and no body.
 * Objects with a version bring their own tag, which If-Match understands.
 */
@Configuration
class EntityTags {

  @Bean
  FilterRegistrationBean<ShallowEtagHeaderFilter> entityTagFilter() {
    FilterRegistrationBean<ShallowEtagHeaderFilter> filter =
        new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
    filter.addUrlPatterns("/api/v1/*", "/workflows/*", "/executions/*", "/deployments/*");
    filter.setOrder(FilterOrder.ENTITY_TAGS);
    return filter;
  }
}
