package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lab.people.Fault;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An alarm of an anomaly detector fires, resolves, and does so again: one message in Slack and one alert, open while it stands. */
class AlarmsThatComeAndGoTest {
  private static final Instant FIRED = Instant.parse("2026-03-02T09:14:40Z");
  private static final String WORLD =
      """
      now: 2026-03-02T09:15:41Z
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          tags: {mode: observe, max-acu: 16}
          members: {orders-db-instance-1: {role: writer, tier: 1}}
          load:
            orders-db-instance-1: {acu: {-24h: 2, -20m: 2, -10m: 14}, cpu: 0.95, connections: 40}
          metrics:
            orders-db-instance-1: {CommitThroughput: {-24h: 150, -20m: 150, -10m: 420}, CommitLatency: {-24h: 4, -10m: 41}}
      """;

  private final String anomaly = event();
  private final Invocation invocation =
      Invocation.in(EventSetting.around(anomaly, YamlValue.parse("world.yaml", WORLD)), new BusyDatabase(() -> FIRED));
  private final Audience audience = Audience.of(invocation.account(), invocation.account().clock());
  private int deliveries;
  private int heard;

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  @AfterEach
  void close() {
    audience.close();
  }

  private static String event() {
    try {
      // Of a metric whose alarms ask for capacity.
      return Files.readString(Path.of("..", "events", "eventbridge-alarm-anomaly.json")).replace("CommitLatency", "CPUUtilization");
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** The same alarm in another state, later. */
  private String changed(String state, Duration after) {
    JsonObject event = JsonParser.parseString(anomaly).getAsJsonObject();
    Instant at = FIRED.plus(after);
    event.addProperty("id", "7c1d0a5e-0000-4000-8000-" + String.format("%012d", after.toSeconds() + 100));
    event.addProperty("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
    JsonObject detail = event.getAsJsonObject("detail");
    JsonObject before = detail.getAsJsonObject("state").deepCopy();
    before.addProperty("value", state.equals("OK") ? "ALARM" : "OK");
    detail.add("previousState", before);
    detail.getAsJsonObject("state").addProperty("value", state);
    detail.getAsJsonObject("state").addProperty("timestamp", at.toString().replace("Z", ".000+0000"));
    return event.toString();
  }

  private void deliver(String event) {
    var unused = invocation.deliver(event, Caller.any("lab-" + ++deliveries));
  }

  /** The topic's messages reach the function that tells; false where one has to come again. */
  private boolean tell() {
    List<Published> all = invocation.account().published();
    boolean told = true;
    for (Published message : all.subList(heard, all.size())) {
      told &= audience.hear(message);
    }
    heard = all.size();
    return told;
  }

  private String message() {
    return audience.slack().taken().stream().filter(one -> !one.request().has("thread_ts"))
        .map(one -> one.request().get("text").getAsString()).reduce((before, later) -> later).orElse("");
  }

  @Test
  void anomalyThatIsOverResolvesTheMessageAndTheAlert() {
    deliver(anomaly);
    assertThat(tell()).isTrue();
    assertThat(message()).startsWith("*CRITICAL  orders-db");
    assertThat(audience.pager().alerts()).containsValue("triggered");

    invocation.goOn(Duration.ofMinutes(10));
    deliver(changed("OK", Duration.ofMinutes(10)));
    assertThat(tell()).isTrue();

    assertThat(message()).startsWith("*RESOLVED  orders-db");
    assertThat(audience.pager().alerts().values()).containsOnly("resolved");
    assertThat(audience.slack().refusals()).isEmpty();
  }

  /** From the third time on it is known to flap, and looked at when it is quiet. */
  @Test
  void flappingAlarmIsNeitherAMessageNorAnAlertForEachTime() {
    deliver(anomaly);
    assertThat(tell()).isTrue();
    for (int minute = 2; minute <= 14; minute += 4) {
      invocation.goOn(Duration.ofMinutes(2));
      deliver(changed("OK", Duration.ofMinutes(minute)));
      assertThat(tell()).isTrue();
      invocation.goOn(Duration.ofMinutes(2));
      deliver(changed("ALARM", Duration.ofMinutes(minute + 2)));
      assertThat(tell()).isTrue();
    }
    invocation.goOn(Duration.ofMinutes(30));
    deliver(changed("OK", Duration.ofMinutes(48)));
    assertThat(tell()).isTrue();

    assertThat(audience.pager().alerts()).as("alerts of five firings, resolved in the end").hasSizeBetween(1, 3);
    assertThat(audience.pager().alerts().values()).containsOnly("resolved");
    assertThat(posts()).as("messages of five firings").isBetween(1L, 3L);
    assertThat(message()).startsWith("*RESOLVED  orders-db");
  }

  private long posts() {
    return audience.slack().taken().stream().filter(one -> one.method().equals("chat.postMessage"))
        .filter(one -> !one.request().has("thread_ts")).count();
  }

  /** The first delivery gives up at once, the next one tells: nothing is lost and nothing comes twice. */
  @Test
  void slackThatAsksToWaitLongerThanTimeIsLeftHearsItFromTheNextDelivery() {
    deliver(anomaly);
    audience.slack().next(new Fault.RateLimited(Duration.ofMinutes(10)));

    assertThat(tell()).isFalse();
    assertThat(posts()).isZero();
    assertThat(audience.pager().alerts()).as("the pager waits for nobody").containsValue("triggered");

    heard = 0;
    assertThat(tell()).isTrue();
    heard = 0;
    assertThat(tell()).isTrue();
    assertThat(posts()).isEqualTo(1);
  }

  /** Messages of the topic reach the function twice, late, or in another order: the end is the same. */
  @Property(seed = "20261207", tries = 12)
  void deliveriesInAnyOrderEndWithTheSameMessageAndAlert(@ForAll long seed) {
    Random random = new Random(seed);
    AlarmsThatComeAndGoTest other = new AlarmsThatComeAndGoTest();
    try {
      other.deliver(anomaly);
      other.invocation.goOn(Duration.ofMinutes(10));
      other.deliver(changed("OK", Duration.ofMinutes(10)));
      List<Published> once = other.invocation.account().published();
      List<Published> all = new ArrayList<>(once);
      all.addAll(once);
      Collections.shuffle(all, random);
      all.forEach(message -> assertThat(other.audience.hear(message)).isTrue());

      assertThat(other.posts()).as("what was over before anybody was told opens no message").isZero();
      assertThat(other.audience.pager().alerts()).doesNotContainValue("triggered");
    } finally {
      other.close();
    }
  }
}
