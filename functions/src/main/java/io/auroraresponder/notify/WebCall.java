package io.auroraresponder.notify;

import io.auroraresponder.incident.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /** Ours: what Slack answers is what it was sent, and some more. */
  private static final int LARGEST = 1 << 20;

  private static final int ATTEMPTS = 3;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  /** Seconds; the date form of RFC 9110 is used by none of the channels. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /** Where it cannot be read how long to wait: longer than any run, so that the next delivery tries. */
  private static final Duration UNKNOWN = Duration.ofDays(1);

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void take(Duration length) throws InterruptedException;
  }

  /** An answer; {@code body} as text, at most what a channel sends. */
  public record Answer(int status, String body) {}

  /** Made when it is first needed: its classes and TLS are a third of the start of a function that may have no channel at all. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER).build();
  }

  private final Pause pause;

  public WebCall(Pause pause) {
    this.pause = pause;
  }

  /** Makes what the first call would make, for a snapshot. Nobody is called. */
  public static void prepare() {
    var unused = Client.SHARED.version();
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
        wait = response.headers().firstValue("Retry-After").map(WebCall::asked);
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

  private static Duration asked(String header) {
    return SECONDS.matcher(header).matches() ? Duration.ofSeconds(Long.parseLong(header)) : UNKNOWN;
  }

  private HttpResponse<String> sent(URI address, Map<String, String> headers, String json, Deadline deadline) throws IOException {
    Duration longest = deadline.left().compareTo(ANSWER) < 0 ? deadline.left() : ANSWER;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(longest.plusMillis(1))
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
    headers.forEach(request::header);
    // The time-out of a request ends with the headers of its answer; this one holds for the body too.
    CompletableFuture<HttpResponse<String>> answer = Client.SHARED.sendAsync(request.build(), head -> new Bounded());
    try {
      return answer.get(longest.toMillis() + 1, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new IOException("no answer in time", late);
    } catch (ExecutionException failed) {
      throw new IOException("no answer", failed.getCause());
    }
  }

  /** A body as text, unless it is larger than any answer of a channel. */
  private static final class Bounded implements HttpResponse.BodySubscriber<String> {
    private final HttpResponse.BodySubscriber<String> text = HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
    private Optional<Flow.Subscription> source = Optional.empty();
    private int left = LARGEST;

    @Override
    public CompletionStage<String> getBody() {
      return text.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source = Optional.of(subscription);
      text.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      left -= bytes.stream().mapToInt(ByteBuffer::remaining).sum();
      if (left < 0) {
        source.ifPresent(Flow.Subscription::cancel);
        text.onError(new IOException("an answer of more than " + LARGEST + " bytes"));
      } else {
        text.onNext(bytes);
      }
    }

    @Override
    public void onError(Throwable broken) {
      text.onError(broken);
    }

    @Override
    public void onComplete() {
      text.onComplete();
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
