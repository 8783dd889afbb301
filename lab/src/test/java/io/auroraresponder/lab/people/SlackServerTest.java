package io.auroraresponder.lab.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.PlainTextObject;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.WebCall;
import io.auroraresponder.notify.slack.SlackBot;
import io.auroraresponder.notify.slack.SlackClient;
import io.auroraresponder.notify.slack.SlackHook;
import io.auroraresponder.notify.slack.SlackMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as Slack's documentation has it, and the responder's clients against it. */
class SlackServerTest {
  private static final String RED = "#d92d20";

  private final SlackServer server = new SlackServer(Clock.fixed(Instant.parse("2026-11-24T10:15:33Z"), ZoneOffset.UTC));
  private final List<Duration> waited = new ArrayList<>();
  private final WebCall web = new WebCall(waited::add);
  private final SlackClient bot = new SlackBot(web, server.api(), () -> SlackServer.TOKEN);
  private final SlackClient hook = new SlackHook(web, server::hook);

  @AfterEach
  void close() {
    server.close();
  }

  private static Deadline seconds(int seconds) {
    return Deadline.after(Duration.ofSeconds(seconds));
  }

  private static SlackMessage message(LayoutBlock... blocks) {
    return new SlackMessage("*CRITICAL  orders-db*", blocks.length == 0 ? "" : RED, List.of(blocks));
  }

  private static LayoutBlock section(int length) {
    return SectionBlock.builder().text(MarkdownTextObject.builder().text("x".repeat(length)).verbatim(true).build()).build();
  }

  private static LayoutBlock header(int length) {
    return HeaderBlock.builder().text(PlainTextObject.builder().text("x".repeat(length)).build()).build();
  }

  private static LayoutBlock fields(int count, int length) {
    MarkdownTextObject one = MarkdownTextObject.builder().text("x".repeat(length)).build();
    return SectionBlock.builder().fields(Collections.nCopies(count, one)).build();
  }

  @Test
  void messageIsPostedEditedAndAnsweredUnderOneTimeStamp() {
    SlackClient.Sent sent = bot.post("#operations", message(section(10)), seconds(5));
    bot.edit(sent, message(section(20)), seconds(5));
    bot.reply(sent, message(), true, seconds(5));

    assertThat(sent.channel()).isEqualTo("C0000000001");
    assertThat(server.taken()).extracting(SlackServer.Taken::method).containsExactly("chat.postMessage", "chat.update", "chat.postMessage");
    assertThat(server.taken().get(1).ts()).isEqualTo(sent.message());
    assertThat(server.taken().get(2).request().get("thread_ts").getAsString()).isEqualTo(sent.message());
  }

  @ParameterizedTest
  @CsvSource({"3000, true", "3001, false"})
  void sectionOfOneCharacterTooManyIsRefused(int length, boolean taken) {
    assertTaken(message(section(length)), taken, "invalid_blocks");
  }

  @ParameterizedTest
  @CsvSource({"150, true", "151, false"})
  void headerOfOneCharacterTooManyIsRefused(int length, boolean taken) {
    assertTaken(message(header(length)), taken, "invalid_blocks");
  }

  @ParameterizedTest
  @CsvSource({"10, 2000, true", "11, 10, false", "1, 2001, false"})
  void fieldsHaveTheirLimits(int count, int length, boolean taken) {
    assertTaken(message(fields(count, length)), taken, "invalid_blocks");
  }

  @ParameterizedTest
  @CsvSource({"50, true", "51, false"})
  void blockTooManyIsRefused(int blocks, boolean taken) {
    assertTaken(message(Collections.nCopies(blocks, section(1)).toArray(LayoutBlock[]::new)), taken, "invalid_blocks");
  }

  @ParameterizedTest
  @CsvSource({"4000, true", "4001, false"})
  void textOfOneCharacterTooManyIsRefused(int length, boolean taken) {
    assertTaken(new SlackMessage("x".repeat(length), "", List.of()), taken, "msg_too_long");
  }

  @ParameterizedTest
  @CsvSource({"25, 75, true", "26, 75, false", "1, 76, false"})
  void actionsHaveTheirLimits(int buttons, int length, boolean taken) throws Exception {
    JsonObject button = JsonParser.parseString("{\"type\":\"button\",\"text\":{\"type\":\"plain_text\",\"text\":\"" + "x".repeat(length)
        + "\"}}").getAsJsonObject();
    JsonArray elements = new JsonArray();
    for (int i = 0; i < buttons; i++) {
      elements.add(button);
    }
    JsonObject actions = new JsonObject();
    actions.addProperty("type", "actions");
    actions.add("elements", elements);
    JsonArray blocks = new JsonArray();
    blocks.add(actions);
    JsonObject request = new JsonObject();
    request.addProperty("channel", "#operations");
    request.addProperty("text", "x");
    request.add("blocks", blocks);

    JsonObject answer = JsonParser.parseString(raw("chat.postMessage", "Bearer " + SlackServer.TOKEN, request.toString()).body())
        .getAsJsonObject();

    assertThat(answer.get("ok").getAsBoolean()).isEqualTo(taken);
  }

  private void assertTaken(SlackMessage message, boolean taken, String word) {
    if (taken) {
      assertThat(bot.post("#operations", message, seconds(5)).message()).isNotEmpty();
      assertThat(hook.post("", message, seconds(5)).channel()).isNotEmpty();
      return;
    }
    assertThat(catchThrowableOfType(UndeliveredException.class, () -> bot.post("#operations", message, seconds(5))).code())
        .isEqualTo(word);
    assertThat(catchThrowableOfType(UndeliveredException.class, () -> hook.post("", message, seconds(5))).code()).isEqualTo(word);
    assertThat(server.taken()).isEmpty();
  }

  @Test
  void refusalOfTheWebApiIs200WithAWord() throws Exception {
    HttpResponse<String> answer = raw("chat.postMessage", "Bearer wrong", "{\"channel\":\"#operations\",\"text\":\"x\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"ok\":false,\"error\":\"invalid_auth\"}");
    assertThat(raw("chat.postMessage", "", "{}").body()).contains("not_authed");
    assertThat(raw("chat.unknown", "Bearer " + SlackServer.TOKEN, "{}").body()).contains("unknown_method");
    assertThat(raw("chat.postMessage", "Bearer " + SlackServer.TOKEN, "no json").body()).contains("invalid_json");
  }

  @ParameterizedTest
  @CsvSource({"#nowhere, channel_not_found", "#strangers, not_in_channel", "#archive, is_archived"})
  void channelsThatDoNotTakeAMessageAreGoneForUs(String channel, String word) {
    assertThatThrownBy(() -> bot.post(channel, message(), seconds(5))).isInstanceOf(SlackClient.GoneException.class)
        .hasMessageContaining(word);
  }

  @Test
  void deletedMessageIsGone() {
    SlackClient.Sent sent = bot.post("#operations", message(), seconds(5));
    server.delete(sent.message());

    assertThatThrownBy(() -> bot.edit(sent, message(), seconds(5))).hasMessageContaining("message_not_found");
    assertThatThrownBy(() -> bot.reply(sent, message(), false, seconds(5))).hasMessageContaining("thread_not_found");
  }

  @Test
  void waitsAsLongAsSlackAsksWhereTimeIsLeft() {
    server.next(new Fault.RateLimited(Duration.ofSeconds(3)));

    assertThat(bot.post("#operations", message(), seconds(20)).message()).isNotEmpty();
    assertThat(waited).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void doesNotWaitLongerThanTimeIsLeft() {
    server.next(new Fault.RateLimited(Duration.ofSeconds(30)));

    UndeliveredException failure =
        catchThrowableOfType(UndeliveredException.class, () -> bot.post("#operations", message(), seconds(20)));

    assertThat(failure.code()).isEqualTo("429");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(waited).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token_revoked", "invalid_auth", "invalid_blocks"})
  void whatCannotBeCuredByWaitingIsNotRepeated(String word) {
    server.next(new Fault.Word(word));

    UndeliveredException failure =
        catchThrowableOfType(UndeliveredException.class, () -> bot.post("#operations", message(), seconds(5)));

    assertThat(failure.code()).isEqualTo(word);
    assertThat(failure.retryable()).isFalse();
    assertThat(server.taken()).isEmpty();
  }

  @Test
  void serverErrorAndCutConnectionAreTriedAgain() {
    server.next(new Fault.Status(503, "unavailable"));
    server.next(new Fault.Closed());

    assertThat(bot.post("#operations", message(), seconds(20)).message()).isNotEmpty();
    assertThat(server.taken()).hasSize(1);
  }

  @Test
  void slowAnswerIsWaitedFor() {
    server.next(new Fault.Slow(Duration.ofMillis(300)));

    assertThat(bot.post("#operations", message(), seconds(5)).message()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"403, action_prohibited", "404, channel_not_found", "410, channel_is_archived", "400, invalid_payload"})
  void webHookRefusesByStatusWithItsWord(int status, String word) {
    server.next(new Fault.Status(status, word));

    assertThat(catchThrowableOfType(UndeliveredException.class, () -> hook.post("", message(), seconds(5))).code()).isEqualTo(word);
  }

  @Test
  void neitherTokenNorAddressIsInAFailure() {
    URI secret = server.hook().resolve("/services/T0SECRET/B0SECRET/hunter2");
    SlackClient wrongHook = new SlackHook(web, () -> secret);
    SlackClient nowhere = new SlackHook(web, () -> URI.create("http://127.0.0.1:1/services/hunter2"));
    SlackClient wrongBot = new SlackBot(web, server.api(), () -> "xoxb-hunter2");

    for (SlackClient client : List.of(wrongHook, nowhere, wrongBot)) {
      UndeliveredException failure =
          catchThrowableOfType(UndeliveredException.class, () -> client.post("#operations", message(), seconds(3)));
      assertThat(failure.toString() + failure.getCause()).doesNotContain("hunter2", "SECRET");
    }
  }

  private HttpResponse<String> raw(String method, String authorization, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.api().resolve(method)).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
