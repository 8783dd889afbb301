package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Report;
import io.auroraresponder.lambda.log.LogOutput;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.notify.Reports;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoringPublisherTest {
  private static final Report.Silence MIGRATION =
      new Report.Silence(Reports.NOW.plus(Duration.ofHours(2)), "AIDAEXAMPLE:ann", "migration");
  private static final Executor BESIDE = task -> Thread.ofVirtual().start(task);

  private final List<Report> published = new ArrayList<>();
  private final List<String> stored = new ArrayList<>();

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  private Publisher publisher() {
    return new Publisher() {
      @Override
      public void publish(Report report) {
        published.add(report);
      }

      @Override
      public void publishNews(News news) {
        throw new AssertionError("no news are published here");
      }
    };
  }

  private void publish(Function<String, Optional<Report.Silence>> silences) {
    new StoringPublisher(publisher(), (key, json) -> stored.add(key), silences, BESIDE).publish(Reports.refused());
  }

  private String mail() {
    return MailText.of(Notification.of(published.getFirst()), Optional.empty()).body();
  }

  @Test
  void mailOfALookInASilenceSaysSoWithItsEndWhoAndWhy() {
    publish(cluster -> cluster.equals("orders-db") ? Optional.of(MIGRATION) : Optional.empty());

    assertThat(mail()).contains("\nSlack and pager are silenced until 12:15 UTC by AIDAEXAMPLE:ann: migration.\n");
    assertThat(stored).hasSize(1);
  }

  @Test
  void nothingIsSaidOfASilenceThatThereIsNotOrThatNobodyCouldRead() {
    publish(cluster -> Optional.empty());
    publish(cluster -> {
      throw new IllegalStateException("the ledger does not answer");
    });

    assertThat(published).hasSize(2).allMatch(report -> report.silence().isEmpty());
    assertThat(mail()).doesNotContain("silence");
  }

  @Test
  void peopleAreToldThoughTheReadHangs() {
    CountDownLatch never = new CountDownLatch(1);
    publish(cluster -> {
      try {
        never.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return Optional.of(MIGRATION);
    });
    never.countDown();

    assertThat(published).singleElement().matches(report -> report.silence().isEmpty());
  }

  /** Neither waits for the other: the silence is known before the bucket answers. */
  @Test
  void silenceIsReadWhileTheReportIsKept() {
    CountDownLatch read = new CountDownLatch(1);
    new StoringPublisher(publisher(), (key, json) -> {
      try {
        assertThat(read.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException stopped) {
        throw new AssertionError(stopped);
      }
    }, cluster -> {
      read.countDown();
      return Optional.of(MIGRATION);
    }, BESIDE).publish(Reports.applied());

    assertThat(published).singleElement().matches(report -> report.silence().equals(Optional.of(MIGRATION)));
  }

  @Test
  void reportThatCannotBeKeptIsToldAllTheSame() {
    new StoringPublisher(publisher(), (key, json) -> {
      throw new DependencyException("s3", "PutObject", "SlowDown", true, "not kept", null);
    }, cluster -> Optional.empty(), BESIDE).publish(Reports.applied());

    assertThat(published).hasSize(1);
  }
}
