package io.auroraresponder.aws;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Repeats a call that was throttled, a bounded number of times, each time after a longer wait with full jitter.
 *
 * <p>A throttled call was not carried out, so this is safe for writes too. Nothing else is repeated here: the clients that read have
 * the SDK's own retries.
 *
 * @param attempts calls in all, at least 1
 * @param first upper bound of the first wait; it doubles
 */
public record Backoff(int attempts, Duration first, RandomGenerator random, Pause pause) {

  /** Waits; tests count instead. */
  public interface Pause {
    void of(Duration length);
  }

  /**
   * Three attempts within about two seconds: a page of DescribeEvents is asked for in a 60 s budget, a ledger write in less. The waits are
   * the machine's own randomness: any other generator would be restored with every copy of a snapshot, and all would wait alike.
   */
  public static Backoff standard() {
    return new Backoff(3, Duration.ofMillis(400), new SecureRandom(), Backoff::sleep);
  }

  /** One attempt, for whoever is waited for. */
  public static Backoff once() {
    return new Backoff(1, Duration.ofMillis(1), new SecureRandom(), Backoff::sleep);
  }

  /**
   * The answer of the first attempt that is not throttled.
   *
   * @throws AwsServiceException the last throttling, or whatever else the call threw
   */
  <T> T call(Supplier<T> call) {
    for (int attempt = 1; attempt < attempts; attempt++) {
      try {
        return call.get();
      } catch (AwsServiceException failure) {
        if (!failure.isThrottlingException()) {
          throw failure;
        }
        pause.of(Duration.ofMillis(random.nextLong(first.toMillis() << (attempt - 1)) + 1));
      }
    }
    return call.get();
  }

  private static void sleep(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
