package dev.caravan.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Vendor lists in Redis: one by repository and commit, and which commit a ref was fetched at last.
 * Without Redis it is as if nothing were kept.
 */
@Component
final class VendorCache {

  private static final Logger log = LoggerFactory.getLogger(VendorCache.class);
  private static final String VENDORS = "caravan:library:vendors:";
  private static final String LATEST = "caravan:library:latest:";

  private final StringRedisTemplate redis;
  private final ObjectMapper json;
  private final LibraryProperties properties;

  VendorCache(StringRedisTemplate redis, ObjectMapper json, LibraryProperties properties) {
    this.redis = redis;
    this.json = json;
    this.properties = properties;
  }

  /** The list of the commit that the ref was fetched at a short while ago. */
  Optional<VendorList> fresh(LibrarySource source) {
    return get(LATEST + source.key()).flatMap(commit -> at(source, commit));
  }

  /** The list of a commit. */
  Optional<VendorList> at(LibrarySource source, String commit) {
    return get(key(source, commit)).flatMap(this::read);
  }

  void put(LibrarySource source, VendorList list) {
    try {
      redis
          .opsForValue()
          .set(
              key(source, list.commit()),
              json.writeValueAsString(list),
              properties.vendorsKeptFor());
      redis.opsForValue().set(LATEST + source.key(), list.commit(), properties.freshFor());
    } catch (DataAccessException e) {
      log.debug("Redis does not keep the vendor list of {}", source.url(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key(LibrarySource source, String commit) {
    return VENDORS + source.repositoryKey() + ":" + commit;
  }

  private Optional<String> get(String key) {
    try {
      return Optional.ofNullable(redis.opsForValue().get(key));
    } catch (DataAccessException e) {
      log.debug("Redis does not answer for {}", key, e);
      return Optional.empty();
    }
  }

  private Optional<VendorList> read(String text) {
    try {
      return Optional.of(json.readValue(text, VendorList.class));
    } catch (JsonProcessingException e) {
      log.debug("A vendor list of another version is left alone", e);
      return Optional.empty();
    }
  }
}
