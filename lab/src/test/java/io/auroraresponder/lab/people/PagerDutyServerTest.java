package io.auroraresponder.lab.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.WebCall;
import io.auroraresponder.notify.pager.PagerDuty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as PagerDuty's documentation has it, and the responder's client against it. */
class PagerDutyServerTest {
  private final PagerDutyServer server = new PagerDutyServer(Clock.fixed(Instant.parse("2026-11-24T10:15:33Z"), ZoneOffset.UTC));
  private final List<Duration> waited = new ArrayList<>();
  private final WebCall web = new WebCall(waited::add);
  private final PagerDuty pager = new PagerDuty(web, server.address(), () -> PagerDutyServer.ROUTING_KEY);

  @AfterEach
  void close() {
    server.close();
  }

  private static Deadline seconds(int seconds) {
    return Deadline.after(Duration.ofSeconds(seconds));
  }

  private static JsonObject event(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static JsonObject trigger(int summary) {
    return event("{\"event_action\":\"trigger\",\"dedup_key\":\"k\",\"payload\":{\"summary\":\"" + "x".repeat(summary)
        + "\",\"source\":\"orders-db\",\"severity\":\"critical\"}}");
  }

  @Test
  void alertGoesFromTriggeredToResolvedUnderItsKey() {
    pager.send(trigger(10), seconds(5));
    assertThat(server.alerts()).containsEntry("k", "triggered");

    pager.send(event("{\"event_action\":\"acknowledge\",\"dedup_key\":\"k\"}"), seconds(5));
    assertThat(server.alerts()).containsEntry("k", "acknowledged");

    pager.send(event("{\"event_action\":\"resolve\",\"dedup_key\":\"k\"}"), seconds(5));
    assertThat(server.alerts()).containsEntry("k", "resolved");
    assertThat(server.taken()).hasSize(3).noneMatch(taken -> taken.event().has("routing_key"));
  }

  @ParameterizedTest
  @CsvSource({"1024, true", "1025, false"})
  void summaryOfOneCharacterTooManyIsRefused(int length, boolean taken) {
    if (taken) {
      pager.send(trigger(length), seconds(5));
    } else {
      assertThat(catchThrowableOfType(UndeliveredException.class, () -> pager.send(trigger(length), seconds(5))).code()).isEqualTo("400");
    }
    assertThat(server.taken()).hasSize(taken ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"event_action\":\"resolve\"}", "{\"event_action\":\"ring\",\"dedup_key\":\"k\"}",
      "{\"event_action\":\"trigger\",\"payload\":{\"summary\":\"x\",\"source\":\"y\",\"severity\":\"bad\"}}",
      "{\"event_action\":\"trigger\",\"payload\":{\"summary\":\"\",\"source\":\"y\",\"severity\":\"info\"}}",
      "{\"event_action\":\"trigger\"}"})
  void eventThatIsNotValidIsRefused(String json) {
    UndeliveredException failure = catchThrowableOfType(UndeliveredException.class, () -> pager.send(event(json), seconds(5)));

    assertThat(failure.code()).isEqualTo("400");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void strangersKeyIsRefused() {
    PagerDuty stranger = new PagerDuty(web, server.address(), () -> "f".repeat(32));

    assertThat(catchThrowableOfType(UndeliveredException.class, () -> stranger.send(trigger(1), seconds(5))).code()).isEqualTo("400");
  }

  @Test
  void resolveOfAnAlertThatNobodyTriggeredDoesNothing() {
    pager.send(event("{\"event_action\":\"resolve\",\"dedup_key\":\"unknown\"}"), seconds(5));

    assertThat(server.alerts()).isEmpty();
  }

  @Test
  void tooManyIsWaitedForWhereTimeIsLeft() {
    server.next(new Fault.RateLimited(Duration.ofSeconds(2)));
    pager.send(trigger(1), seconds(20));
    server.next(new Fault.RateLimited(Duration.ofSeconds(60)));

    assertThat(catchThrowableOfType(UndeliveredException.class, () -> pager.send(trigger(1), seconds(20))).code()).isEqualTo("429");
    assertThat(waited).containsExactly(Duration.ofSeconds(2));
  }
}
