package io.auroraresponder.notify;

import io.auroraresponder.incident.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * JSON sent by POST to a channel outside of AWS, with the JDK's own client: no redirects, so that a secret goes nowhere else. Waits and
 * tries again where the channel asks for it and time is left. Safe to share between threads.
 */
public final class WebCall {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** Longer than any answer that Slack or PagerDuty usually takes; ours. */
  private static final Duration ANSWER = Duration.ofSeconds(8);

  /** Where a server of theirs fails without saying how long. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private static final int ATTEMPTS = 3;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  /** Seconds; the date form of RFC 9110 is used by none of the channels. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void take(Duration length) throws InterruptedException;
  }

  /** An answer; {@code body} as text, at most what a channel sends. */
  public record Answer(int status, String body) {}

  private final HttpClient client;
  private final Pause pause;

  public WebCall(Pause pause) {
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    this.pause = pause;
  }

  /**
   * Posts until an answer comes that is neither 429 nor 5xx, or no time is left for the next try.
   *
   * @param channel as people call it
   * @throws UndeliveredException where no such answer came; retryable
   */
  public Answer post(String channel, URI address, Map<String, String> headers, String json, Deadline deadline) {
    UndeliveredException failed = new UndeliveredException(channel, "no time left", true, Optional.empty());
    for (int attempt = 1; attempt <= ATTEMPTS && !deadline.isPast(); attempt++) {
      Optional<Duration> wait;
      try {
        HttpResponse<String> response = sent(address, headers, json, deadline);
        if (response.statusCode() != TOO_MANY && response.statusCode() < SERVER) {
          return new Answer(response.statusCode(), response.body());
        }
        wait = response.headers().firstValue("Retry-After").filter(text -> SECONDS.matcher(text).matches())
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        failed = new UndeliveredException(channel, Integer.toString(response.statusCode()), true, wait);
      } catch (IOException noAnswer) {
        // Its text may name the address, and that of a web hook is a secret.
        failed = new UndeliveredException(channel, "no answer", true, Optional.empty());
        wait = Optional.empty();
      }
      Duration length = wait.orElse(AFTER_FAILURE);
      if (attempt == ATTEMPTS || length.compareTo(deadline.left()) >= 0) {
        break;
      }
      rest(channel, length);
    }
    throw failed;
  }

  private HttpResponse<String> sent(URI address, Map<String, String> headers, String json, Deadline deadline) throws IOException {
    Duration longest = deadline.left().compareTo(ANSWER) < 0 ? deadline.left() : ANSWER;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(longest.plusMillis(1))
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
    headers.forEach(request::header);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
  }

  private void rest(String channel, Duration length) {
    try {
      pause.take(length);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UndeliveredException(channel, "interrupted", true, Optional.empty());
    }
  }
}
