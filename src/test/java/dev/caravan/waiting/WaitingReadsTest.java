package dev.caravan.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

class WaitingReadsTest {

  private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private final Work work = new Work();
  private final OpenWaits waits = new OpenWaits();
  private final StaticApplicationContext context = new StaticApplicationContext();
  private final MockMvc api =
      MockMvcBuilders.standaloneSetup(new WorkController())
          .addInterceptors(new WaitsFirst(waits, context))
          .build();

  static final class Work implements Unrest {

    final Set<UUID> atWork = ConcurrentHashMap.newKeySet();
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public Set<UUID> among(Collection<UUID> ids) {
      asked.incrementAndGet();
      Set<UUID> found = new HashSet<>(ids);
      found.retainAll(atWork);
      return found;
    }
  }

  @RestController
  final class WorkController {

    @GetMapping("/api/v1/works/{id}")
    @Waits(on = Work.class)
    String get(@PathVariable("id") UUID id) {
      return work.atWork.contains(id) ? "at work" : "at rest";
    }
  }

  @BeforeEach
  void begin() {
    context.getBeanFactory().registerSingleton("work", work);
    waits.start();
  }

  @AfterEach
  void end() {
    waits.stop();
  }

  @Test
  void whatIsAtRestIsAnsweredAtOnce() throws Exception {
    api.perform(get("/api/v1/works/{id}?wait=60", ID))
        .andExpect(request().asyncNotStarted())
        .andExpect(content().string("at rest"));
  }

  @Test
  void whoDoesNotWaitIsAnsweredAtOnce() throws Exception {
    work.atWork.add(ID);

    api.perform(get("/api/v1/works/{id}", ID)).andExpect(content().string("at work"));
    api.perform(get("/api/v1/works/{id}?wait=0", ID)).andExpect(content().string("at work"));
  }

  @Test
  void theAnswerComesWithTheRest() throws Exception {
    work.atWork.add(ID);
    MvcResult waiting =
        api.perform(get("/api/v1/works/{id}?wait=60", ID))
            .andExpect(request().asyncStarted())
            .andReturn();

    work.atWork.clear();

    waiting.getAsyncResult(10_000);
    api.perform(asyncDispatch(waiting)).andExpect(content().string("at rest"));
  }

  @Test
  void whatIsNotKnownIsNotWaitedFor() throws Exception {
    api.perform(get("/api/v1/works/{id}?wait=60", UUID.randomUUID()))
        .andExpect(request().asyncNotStarted());
  }

  @Test
  void longerThanFiveMinutesNobodyWaits() {
    for (String wait : new String[] {"301", "-1", "1.5", "soon", "", "99999999999"}) {
      assertThatThrownBy(() -> api.perform(get("/api/v1/works/{id}", ID).param("wait", wait)))
          .as(wait)
          .hasRootCauseInstanceOf(PermanentFailure.class);
    }
  }

  @Test
  void allThatWaitAreAskedForTogether() throws Exception {
    work.atWork.add(ID);
    for (int i = 0; i < 200; i++) {
      api.perform(get("/api/v1/works/{id}?wait=60", ID)).andExpect(request().asyncStarted());
    }
    assertThatThrownBy(() -> api.perform(get("/api/v1/works/{id}?wait=60", ID)))
        .hasRootCauseInstanceOf(RetryableFailure.class);

    int before = work.asked.get();
    await().until(() -> work.asked.get() > before);

    assertThat(work.asked.get()).isLessThan(before + 10);
  }

  @Test
  void aNodeThatEndsAnswersThoseThatWait() throws Exception {
    work.atWork.add(ID);
    MvcResult waiting = api.perform(get("/api/v1/works/{id}?wait=60", ID)).andReturn();

    waits.stop();

    waiting.getAsyncResult(10_000);
    api.perform(asyncDispatch(waiting)).andExpect(content().string("at work"));
  }
}
