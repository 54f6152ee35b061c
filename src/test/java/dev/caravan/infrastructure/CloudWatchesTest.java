package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.openstack.Conversation;
import dev.caravan.story.RunningCaravan;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When a cloud is looked at next. */
class CloudWatchesTest extends RunningCaravan {

  @Autowired CloudWatches watches;
  @Autowired JdbcClient jdbc;

  @Test
  void aLookThatEndedTheLastOperationDoesNotKeepTheNextOneWaiting() {
    jdbc.sql("insert into caravan.cloud_watches (cloud, held_until) values ('quiet', now())")
        .update();

    watches.looked(new Conversation("quiet"));

    boolean soon =
        jdbc.sql(
                """
                select held_until is null and look_at < now() + interval '1 s'
                from caravan.cloud_watches where cloud = 'quiet'
                """)
            .query(Boolean.class)
            .single();
    assertThat(soon).isTrue();
  }
}
