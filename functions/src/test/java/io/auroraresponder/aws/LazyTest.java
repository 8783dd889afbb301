package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LazyTest {
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void nothingIsMadeUntilItIsAskedFor() {
    Lazy<Integer> lazy = Lazy.of(made::incrementAndGet);
    lazy.ifMade(value -> {
      throw new AssertionError("nobody asked for " + value);
    });

    assertThat(made).hasValue(0);
    assertThat(lazy.get()).isEqualTo(1);
    List<Integer> seen = new ArrayList<>();
    lazy.ifMade(seen::add);
    assertThat(seen).containsExactly(1);
  }

  @Test
  void threadsThatAskAtTheSameTimeGetTheSameValue() throws InterruptedException {
    CountDownLatch allAsk = new CountDownLatch(8);
    Lazy<Integer> lazy = Lazy.of(() -> {
      try {
        allAsk.await();
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
      return made.incrementAndGet();
    });
    List<Integer> got = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofVirtual().start(() -> {
        allAsk.countDown();
        got.add(lazy.get());
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(made).hasValue(1);
    assertThat(got).hasSize(8).containsOnly(1);
  }

  @Test
  void whatCouldNotBeMadeIsTriedAgain() {
    Lazy<Integer> lazy = Lazy.of(() -> {
      if (made.incrementAndGet() == 1) {
        throw new IllegalStateException("not yet");
      }
      return made.get();
    });

    assertThatThrownBy(lazy::get).hasMessage("not yet");
    assertThat(lazy.get()).isEqualTo(2);
  }
}
