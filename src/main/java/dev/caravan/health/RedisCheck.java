package dev.caravan.health;

import org.springframework.data.redis.connection.RedisConnectionCommands;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Whether Redis answers. */
@org.springframework.stereotype.Component
class RedisCheck implements ComponentCheck {

  private final StringRedisTemplate redis;

  RedisCheck(StringRedisTemplate redis) {
    this.redis = redis;
  }

  @Override
  public Component component() {
    return Component.REDIS;
  }

  @Override
  public Finding look() {
    String answer = redis.execute((RedisCallback<String>) RedisConnectionCommands::ping);
    return "PONG".equals(answer)
        ? Finding.up("answers")
        : Finding.degraded("answers PING with " + answer);
  }
}
