package dev.caravan.workflow;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of forms.
 *
 * @param maxSize the largest form data, as JSON
 */
@ConfigurationProperties("caravan.forms")
record FormSettings(@DefaultValue("64KB") DataSize maxSize) {}
