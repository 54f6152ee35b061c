package dev.caravan.devicelibrary;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which images of a library are sent.
 *
 * @param mostImageBytes how large an image may be; a larger one is a warning
 */
@ConfigurationProperties("caravan.library")
record ImageProperties(@DefaultValue("10MB") DataSize mostImageBytes) {}
